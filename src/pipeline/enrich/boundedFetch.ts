import { SourceError } from './sourceError.ts';
import type { Limits } from './subject.ts';

/** Of an answer, unpacked: what is beyond is not read. */
const MOST_BYTES = 1024 * 1024;

export interface BoundedAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** There was more than is read. */
  readonly isCut: boolean;
}

/**
 * Asks a source that the configuration names. Bounded in time and size; a redirect is refused, because what comes then is not what the
 * configuration names. `name` is what messages call it.
 * @throws SourceError where no answer came, or a redirect
 */
export async function boundedFetch(
  name: string,
  url: URL,
  init: { readonly method?: 'GET' | 'POST'; readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
  { signal, timeoutMs }: Limits,
  mostBytes = MOST_BYTES,
): Promise<BoundedAnswer> {
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', signal });
    if (answer.status >= 300 && answer.status < 400) {
      await answer.body?.cancel();
      throw new SourceError(`${name} redirects elsewhere (${answer.status}): name the address that answers itself`, 'refused');
    }
    const { text, isCut } = await readUpTo(answer, mostBytes);
    return { status: answer.status, contentType: answer.headers.get('content-type') ?? '', text, isCut };
  } catch (error) {
    if (error instanceof SourceError) throw error;
    if (signal.aborted) throw new SourceError(`timed out after ${timeoutMs / 1000} s`, 'timeout', error);
    throw new SourceError(`cannot be reached (${reasonOf(error)})`, 'unreachable', error);
  }
}

async function readUpTo(answer: Response, mostBytes: number): Promise<{ text: string; isCut: boolean }> {
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let left = mostBytes;
  if (answer.body === null) return { text, isCut: false };
  const reader = answer.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isCut: false };
    const part = value as Uint8Array;
    text += decoder.decode(part.subarray(0, left), { stream: true });
    left -= part.byteLength;
    if (left < 0) {
      await reader.cancel().catch(() => {});
      return { text, isCut: true };
    }
  }
}

/** Without the address, which may hold a password. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0]);
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'no reason given';
}
