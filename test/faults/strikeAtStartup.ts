import { Socket } from 'node:net';
import { PGlite } from '@electric-sql/pglite';
import type { ChildSpec } from './childSpec.ts';
import type { KillPoint } from './killPoint.ts';

/**
 * Passes `startup` before every message to the database, on the wire itself, because opening and migrating do not go
 * through the handle that the app is given. The returned function ends it.
 */
export function passAtStartup(kind: ChildSpec['database']['kind'], pass: (point: KillPoint) => void): () => void {
  let starting = true;
  const passOnce = (): void => {
    if (starting) pass('startup');
  };
  if (kind === 'pglite') beforeEachCall(PGlite.prototype, 'execProtocolRawSync', passOnce);
  else beforeEachCall(Socket.prototype, 'write', passOnce);
  return () => {
    starting = false;
  };
}

function beforeEachCall<T extends object>(target: T, name: string & keyof T, before: () => void): void {
  const original = target[name];
  if (typeof original !== 'function') throw new Error(`there is no method ${name} to watch`);
  const watched = function (this: unknown, ...args: unknown[]): unknown {
    before();
    return original.apply(this, args);
  };
  Object.defineProperty(target, name, { value: watched, configurable: true, writable: true });
}
