import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ChildSpec, FromChild, ToChild } from './childSpec.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Of a machine on which much else runs, too. */
const PATIENCE_MS = 60_000;

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One process of the program under fault, from its loading to its end. */
export class Life {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
  readonly loaded: Promise<void>;
  readonly listening: Promise<void>;
  isOver = false;
  isUp = false;
  #output = '';

  constructor() {
    const env = { ...process.env };
    for (const name of ['DATABASE_URL', 'NODE_OPTIONS', 'VITEST']) delete env[name];
    this.process = fork(CHILD, [], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        this.isOver = true;
        resolve({ code, signal });
      });
    });
    this.loaded = this.#heard((message) => message.is === 'loaded').then(() => {});
    this.listening = this.#heard((message) => message.is === 'listening').then(() => {
      this.isUp = true;
    });
  }

  /** All that it has written. */
  get output(): string {
    return this.#output;
  }

  async begin(spec: ChildSpec): Promise<void> {
    await within(Promise.race([this.loaded, this.ended]), this, 'load');
    this.#tell({ start: spec });
  }

  /** Until it listens or is dead; throws if it takes too long. */
  async up(): Promise<'listening' | 'over'> {
    return within(
      Promise.race([this.listening.then(() => 'listening' as const), this.ended.then(() => 'over' as const)]),
      this,
      'listen',
    );
  }

  async end(): Promise<Ending> {
    return within(this.ended, this, 'end');
  }

  /** Ends it, whatever it does. */
  async kill(): Promise<Ending> {
    if (!this.isOver) this.process.kill('SIGKILL');
    return this.end();
  }

  moveClock(byMs: number): void {
    this.#tell({ clockByMs: byMs });
  }

  /** What is not decided or not delivered, as it says itself. */
  async unfinished(): Promise<readonly string[]> {
    const answer = this.#heard((message) => message.is === 'unfinished');
    this.#tell({ ask: 'unfinished' });
    const over = this.ended.then(() => null);
    const message = await within(Promise.race([answer, over]), this, 'answer');
    if (message?.is !== 'unfinished') throw new Error(`it died when it should have been well:\n${this.output}`);
    return message.what;
  }

  #tell(message: ToChild): void {
    if (this.process.connected) this.process.send(message, () => {});
  }

  #heard(isIt: (message: FromChild) => boolean): Promise<FromChild> {
    return new Promise((resolve) => {
      const hear = (message: unknown): void => {
        if (!isIt(message as FromChild)) return;
        this.process.off('message', hear);
        resolve(message as FromChild);
      };
      this.process.on('message', hear);
    });
  }
}

async function within<T>(promise: Promise<T>, life: Life, what: string): Promise<T> {
  const patience = new AbortController();
  const late = sleep(PATIENCE_MS, null, { signal: patience.signal }).then(
    () =>
      Promise.reject(new Error(`process ${life.process.pid} did not ${what} within ${PATIENCE_MS / 1000} s:\n${life.output}`)),
    () => new Promise<never>(() => {}),
  );
  try {
    return await Promise.race([promise, late]);
  } finally {
    patience.abort();
  }
}
