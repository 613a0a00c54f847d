import type { z } from 'zod';
import { type BoundedAnswer, boundedFetch } from './boundedFetch.ts';
import { SourceError } from './sourceError.ts';
import type { Limits } from './subject.ts';
import { TooMuchError } from './tooMuchError.ts';

export interface Question {
  /** What messages call the source's kind: `Jaeger`. */
  readonly who: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** A form: asked by POST then. */
  readonly form?: URLSearchParams;
  /** Taken out of what the source says, should it say them. */
  readonly secrets: readonly string[];
  readonly limits: Limits;
}

const LONGEST_WORD = 200;

/**
 * Asks a source for JSON of a shape.
 * @throws SourceError for everything else that may come back; `TooMuchError` where the answer is longer than is read
 */
export async function askJson<T>(question: Question, shape: z.ZodType<T>): Promise<T> {
  const { who, url, headers, form, limits } = question;
  const asked = form
    ? { method: 'POST' as const, headers: { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }, body: `${form}` }
    : { headers };
  const answer = await boundedFetch(who, url, asked, limits);
  if (answer.status < 200 || answer.status > 299) throw refusal(question, answer);
  if (answer.isCut) throw new TooMuchError();
  const read = shape.safeParse(parsed(answer.text));
  if (read.success) return read.data;
  const what = parsed(answer.text) === undefined ? `no JSON (${contentType(answer)})` : `JSON, but not as ${who} does`;
  throw new SourceError(`answered ${answer.status} with ${what}: check that url is the address of ${who}`, 'unusable');
}

function refusal(question: Question, answer: BoundedAnswer): SourceError {
  const { status } = answer;
  const said = sourceWord(question, answer);
  if (status === 401 || status === 403) return new SourceError(`refuses the credential (${status})${said}`, 'refused');
  if (status === 429) return new SourceError(`takes no more questions at the moment (429)${said}`, 'limited');
  return new SourceError(`answered ${status}${said}`, status >= 500 ? 'server_error' : 'refused');
}

/** `: bad_data: parse error at char 5`, where the source says such a thing; a page of HTML says nothing. */
function sourceWord({ secrets }: Question, { text, contentType }: BoundedAnswer): string {
  if (/html/i.test(contentType) || /^\s*</.test(text)) return '';
  let word = errorIn(parsed(text)) ?? text.slice(0, LONGEST_WORD * 4);
  for (const secret of secrets) word = word.replaceAll(secret, '***');
  const line = word.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  if (line === '') return '';
  return `: ${line.length > LONGEST_WORD ? `${line.slice(0, LONGEST_WORD - 1)}…` : line}`;
}

function errorIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null) return null;
  const { errorType, error, errors, message } = body as Record<string, unknown>;
  const said = [errorType, error, ...(Array.isArray(errors) ? errors : []), message].flatMap((one) => {
    if (typeof one === 'string') return [one];
    return typeof one === 'object' && one !== null && 'msg' in one && typeof one.msg === 'string' ? [one.msg] : [];
  });
  return said.length > 0 ? said.join(': ') : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function contentType({ contentType }: BoundedAnswer): string {
  return contentType.split(';')[0]?.slice(0, 60) || 'of no type';
}
