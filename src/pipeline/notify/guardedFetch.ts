import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { TooLateError } from './tooLateError.ts';

type MayLeave = () => boolean;

const asked = new AsyncLocalStorage<MayLeave>();
const guards = new WeakMap<object, MayLeave>();

/*
 * Between `fetch` and the first byte lies the making of the connection, and nothing but these two channels looks into it:
 * https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md. `sendHeaders` is told right before that
 * byte is written, with the socket it would go to.
 */
subscribe('undici:request:create', (message) => {
  const mayLeave = asked.getStore();
  if (mayLeave) guards.set((message as { request: object }).request, mayLeave);
});
subscribe('undici:client:sendHeaders', (message) => {
  const { request, socket } = message as { request: object; socket: Socket };
  if (guards.get(request)?.() === false) socket.destroy(new TooLateError());
});

/** `fetch` that asks once more before the first byte leaves; where it may not, it fails with a {@link TooLateError} as cause. */
export function guardedFetch(mayLeave: MayLeave): typeof fetch {
  return (input, init) => asked.run(mayLeave, () => fetch(input, init));
}
