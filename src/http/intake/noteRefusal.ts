import type { Context } from 'hono';
import type { HttpDeps } from '../deps.ts';
import { type ErrorAnswer, errorAnswer } from '../errorAnswer.ts';
import { type HttpEnv, remoteAddress } from '../httpEnv.ts';

interface Refused {
  readonly c: Context<HttpEnv>;
  readonly correlationId: string;
  /** As far as it is known. */
  readonly integration: string | null;
}

/** How a body that was not taken in is answered. Whoever has to hear of it does. */
export function noteRefusal(deps: HttpDeps, { c, correlationId, integration }: Refused, error: unknown): ErrorAnswer {
  const answer = errorAnswer(error);
  const { status } = answer;
  if (status === 401 || status === 413) deps.refused({ integration, remote: remoteAddress(c), status });
  // Not for a mere overload: a line with a stack for each refused request would add to it.
  if (status === 500 || (error instanceof Error && error.cause !== undefined && status === 503)) {
    deps.log.error({ err: error, correlation_id: correlationId }, 'webhook not taken in');
  }
  return answer;
}
