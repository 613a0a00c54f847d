import { type ChildProcess, spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { eventually } from './eventually.ts';
import type { Ending } from './life.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/**
 * The real program in a process of its own. Not by tsx's own command: that one passes a signal on, and kills its child outright
 * where the child is too busy to answer within 30 ms.
 */
export class ServerProcess {
  readonly process: ChildProcess;
  readonly ended: Promise<Ending>;
  stdout = '';
  stderr = '';
  ending: Ending | null = null;

  /**
   * `args` follow `serve`; `env` is all of its environment besides PATH and HOME. It does not run in the checkout, where
   * somebody may have a tocsin.yml.
   */
  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}, cwd = tmpdir()) {
    const { PATH = '', HOME = '' } = process.env;
    this.process = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), MAIN, 'serve', ...args], {
      cwd,
      env: { PATH, HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        this.ending = { code, signal };
        resolve(this.ending);
      });
    });
  }

  /** `http://127.0.0.1:PORT`, once its banner has said so. */
  async address(): Promise<string> {
    const said = (): string | null => /Tocsin listens on (http:\/\/\S+)/.exec(this.stdout)?.[1] ?? null;
    const address = await eventually(
      () => said() ?? (this.ending ? 'over' : null),
      () => `it says nothing:\n${this.stdout}${this.stderr}`,
      60_000,
    );
    if (address === 'over') throw new Error(`it ended instead of listening:\n${this.stdout}${this.stderr}`);
    // The banner is longer than its first line.
    await eventually(
      () => /tocsin -- demo.*\n/.test(this.stdout),
      () => `half a banner:\n${this.stdout}`,
    );
    return address;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.ending) this.process.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }
}
