import { CliExit } from './cliExit.ts';

const ANSWER_WITHIN_MS = 10_000;

/** One request to a running server, whatever it answers. Throws `CliExit` where nothing answers within ten seconds. */
export async function askServer(
  server: { readonly url: string; readonly token: string | null },
  method: string,
  path: string,
  body?: string,
): Promise<Response> {
  const { url, token } = server;
  try {
    return await fetch(`${url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...(token !== null && { Authorization: `Bearer ${token}` }) },
      // A token must not follow a redirect to somewhere else.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      ...(body === undefined ? {} : { body }),
    });
  } catch (error) {
    throw new CliExit(
      1,
      `no server answers at ${url} (${reasonOf(error)}): start one with \`npm start\`, or name another with --url or TOCSIN_URL`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  return error.name === 'TimeoutError' ? `nothing within ${ANSWER_WITHIN_MS / 1000} s` : error.message;
}
