import { type FakeServer, startFakeServer } from './fakeServer.ts';

export interface FakeWebhook extends FakeServer {
  /** What to configure as `url`. */
  readonly url: string;
  /** The bodies taken, in order; a second one with the same Idempotency-Key is answered alike and not taken again. */
  readonly taken: { readonly key: string; readonly body: Readonly<Record<string, unknown>> }[];
}

/** Somebody's endpoint for incidents. With `token` it asks for it as a bearer token. */
export async function startWebhook(options: { path?: string; token?: string } = {}): Promise<FakeWebhook> {
  const { path = '/incident', token } = options;
  const taken: FakeWebhook['taken'] = [];
  const server = await startFakeServer({
    answer: (request, violations) => {
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
        return { status: 401, body: 'who are you?' };
      const key = request.headers['idempotency-key'];
      const problem = problemOf(request, path) ?? (typeof key === 'string' && key !== '' ? null : 'no Idempotency-Key');
      if (problem !== null) {
        violations.push(`webhook: ${problem}`);
        return { status: 400, body: problem };
      }
      if (!taken.some((one) => one.key === key)) taken.push({ key: String(key), body: JSON.parse(request.body) });
      return { status: 200, body: { ok: true } };
    },
  });
  return { ...server, url: server.url + path, taken };
}

function problemOf(request: { method: string; path: string; headers: Record<string, unknown>; body: string }, path: string) {
  if (request.method !== 'POST' || request.path !== path) return `unexpected ${request.method} ${request.path}`;
  if (request.headers['content-type'] !== 'application/json') return `Content-Type ${String(request.headers['content-type'])}`;
  try {
    const body: unknown = JSON.parse(request.body);
    return typeof body === 'object' && body !== null && 'version' in body && body.version === '1' ? null : 'not version 1';
  } catch {
    return 'not JSON';
  }
}
