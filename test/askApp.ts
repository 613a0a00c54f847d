import type { App } from '../src/app.ts';

/** A request to the API by `token`, with JSON where there is a body, and its effect. */
export async function askApp(
  app: App,
  method: string,
  path: string,
  body?: unknown,
  token = 'alices-token',
): Promise<{ status: number; body: unknown }> {
  const headers = { host: '127.0.0.1:9195', authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
  const answer = Promise.resolve(app.http.fetch(new Request(`http://127.0.0.1:9195${path}`, init)));
  const response = await whileDeciding(app, answer);
  return { status: response.status, body: await response.json() };
}

/** Something that waits for the effect of its entry. */
export async function whileDeciding<T>(app: App, promise: Promise<T>): Promise<T> {
  let isOver = false;
  const over = (): void => {
    isOver = true;
  };
  promise.then(over, over);
  while (!isOver) {
    await app.drain();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return promise;
}
