import { z } from 'zod';
import type { Instant } from '../../../alert/timestamp.ts';
import type { Secret } from '../../../config/secret.ts';
import { type BoundedAnswer, boundedFetch } from '../boundedFetch.ts';
import { SourceError } from '../sourceError.ts';
import type { Limits } from '../subject.ts';
import { jsonAnswer } from './jsonAnswer.ts';
import { refusedAnswer } from './refusedAnswer.ts';
import { shownText } from './shownText.ts';
import { type AwsCredentials, sigV4 } from './sigV4.ts';

export interface CloudwatchAccount {
  readonly url: string;
  readonly region: string;
  readonly credentials: AwsCredentials;
}

/** `FilterLogEvents`: times are milliseconds, both inclusive. */
export interface FilterQuestion {
  readonly logGroupName: string;
  readonly filterPattern?: string;
  readonly startTime: Instant;
  readonly endTime: Instant;
  readonly limit: number;
  readonly nextToken?: string;
}

const PAGE = z.object({
  events: z.array(z.object({ timestamp: z.number(), message: z.string() })).default([]),
  nextToken: z.string().min(1).max(4_096).nullish(),
});
export type FilterPage = z.infer<typeof PAGE>;

/** `ThrottlingException`, or `com.amazonaws.logs#ThrottlingException`. */
const FAULT = z.object({ __type: z.string().max(200), message: z.string().default(''), Message: z.string().default('') });
const LIMITED = /^(Throttling|TooManyRequests|RequestLimitExceeded|LimitExceeded|ServiceQuotaExceeded)/;
const CREDENTIALS =
  /^(UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|AccessDenied|ExpiredToken|MissingAuthentication)/;
const CREDENTIALS_TOO = /^(IncompleteSignature|InvalidClientTokenId|NotAuthorized|OptInRequired)/;

/**
 * One page of `FilterLogEvents`, sorted oldest first. A page may be empty and have a token all the same (AWS, CloudWatch Logs API;
 * JSON 1.1: errors are 400 with `__type`).
 * @throws SourceError
 */
export async function cloudwatchCall(
  { url, region, credentials }: CloudwatchAccount,
  question: FilterQuestion,
  at: Instant,
  limits: Limits,
): Promise<FilterPage> {
  const address = new URL(`${url}/`);
  const body = JSON.stringify(question);
  const unsigned = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' };
  const request = { method: 'POST', url: address, headers: unsigned, body } as const;
  const headers = sigV4(request, credentials, { region, service: 'logs', at });
  const answer = await boundedFetch('CloudWatch', address, { method: 'POST', headers, body }, limits);
  if (answer.status === 200) return jsonAnswer(answer, PAGE);
  const { secretAccessKey, sessionToken } = credentials;
  throw faultOf(
    answer,
    `${question.logGroupName} in ${region}`,
    sessionToken ? [secretAccessKey, sessionToken] : [secretAccessKey],
  );
}

function faultOf(answer: BoundedAnswer, group: string, secrets: readonly Secret[]): SourceError {
  const fault = FAULT.safeParse(jsonOf(answer.text)).data;
  const type = fault?.__type.replace(/^.*#/, '') ?? '';
  if (!fault || answer.status >= 500 || answer.status === 429) return refusedAnswer(answer, secrets);
  const said = shownText(fault.message || fault.Message, secrets);
  const after = `(${shownText(type, secrets)})${said === '' ? '' : `: ${said}`}`;
  if (LIMITED.test(type)) return new SourceError(`takes no more questions for now ${after}`, 'limited');
  if (type === 'ResourceNotFoundException') return new SourceError(`knows no log group ${group} ${after}`, 'refused');
  if (CREDENTIALS.test(type) || CREDENTIALS_TOO.test(type))
    return new SourceError(`does not accept the credentials ${after}`, 'refused');
  return new SourceError(`refuses the question ${after}`, 'refused');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
