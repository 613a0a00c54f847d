import { z } from 'zod';
import { answerBody } from './answerBody.ts';
import { answerText } from './answerText.ts';
import { DeliveryError } from './deliveryError.ts';
import { guardedFetch } from './guardedFetch.ts';
import { networkError } from './networkError.ts';
import { nothingDone } from './nothingDone.ts';
import type { CallLimits, SlackCall } from './slackCall.ts';
import { statusError } from './statusError.ts';

export interface SlackFile {
  readonly name: string;
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** The thread that files are shown in. `comment` is mrkdwn. */
export interface SharedWhere {
  readonly channel: string;
  readonly thread: string;
  readonly comment: string;
}

const BEGUN = z.object({ upload_url: z.string(), file_id: z.string() });
const TEXT_KEPT = 2_048;
const UPLOAD_ORIGIN = 'https://files.slack.com';

/**
 * Uploads files and answers their ids; with `where` they are shown there as one message, without it only the app can see them. Nothing
 * can be seen of it before the last request: only what that one throws may be `unknown`.
 * https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export async function slackUpload(
  { call, apiUrl }: { readonly call: SlackCall; readonly apiUrl: string },
  files: readonly SlackFile[],
  where: SharedWhere | null,
  limits: CallLimits,
): Promise<string[]> {
  const uploaded: { id: string; title: string }[] = [];
  try {
    for (const file of files) uploaded.push({ id: await sendBytes(call, apiUrl, file, limits), title: file.title });
  } catch (error) {
    throw nothingDone(error);
  }
  const shared = where && { channel_id: where.channel, thread_ts: where.thread, initial_comment: where.comment };
  await call('files.completeUploadExternal', { files: uploaded, ...shared }, limits);
  return uploaded.map(({ id }) => id);
}

async function sendBytes(call: SlackCall, apiUrl: string, { name, bytes }: SlackFile, limits: CallLimits): Promise<string> {
  const answer = BEGUN.safeParse(await call('files.getUploadURLExternal', { filename: name, length: bytes.byteLength }, limits));
  const address = answer.data ? uploadAddress(answer.data.upload_url, apiUrl) : null;
  if (!answer.data || address === null) {
    const message = 'Slack took files.getUploadURLExternal but gave no address on files.slack.com; check slack.api_url';
    throw new DeliveryError(message, { reason: 'other', retryable: false, status: 200 });
  }
  let response: Response;
  try {
    const body = new Uint8Array(bytes);
    const headers = { 'Content-Type': 'application/octet-stream' };
    // Not with the token: the address is the permission.
    const request = { method: 'POST', body, headers, redirect: 'manual', signal: limits.signal } as const;
    response = await guardedFetch(limits.mayLeave)(address, request);
  } catch (error) {
    throw networkError("Slack's file server", error, { timedOut: limits.signal.aborted, sent: null });
  }
  const text = answerText(await answerBody(response, TEXT_KEPT), []);
  if (!response.ok) throw statusError("Slack's file server", { status: response.status, retryAfterMs: null, text });
  return answer.data.file_id;
}

/** Log lines go nowhere but to Slack, or where `slack.api_url` stands in for it. */
function uploadAddress(text: string, apiUrl: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.origin === UPLOAD_ORIGIN || url.origin === new URL(apiUrl).origin ? url : null;
}
