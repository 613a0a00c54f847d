import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../faults/eventually.ts';
import { freePort } from '../faults/freePort.ts';

/** Debian's name and the project's own. */
const NAMES = ['prometheus-alertmanager', 'alertmanager'];

/** The program where this machine has it, else null. */
export const ALERTMANAGER: string | null = NAMES.find((name) => spawnSync(name, ['--version']).status === 0) ?? null;

/** A real Alertmanager with this configuration, in a folder of the test's, alone in its cluster. */
export class RealAlertmanager {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  #output = '';

  private constructor(program: string, folder: string, port: number) {
    this.url = `http://127.0.0.1:${port}`;
    this.#process = spawn(
      program,
      [
        `--config.file=${join(folder, 'alertmanager.yml')}`,
        `--storage.path=${join(folder, 'alertmanager')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = new Promise((resolve) => this.#process.once('close', () => resolve()));
  }

  static async start(folder: string, yaml: string): Promise<RealAlertmanager> {
    if (!ALERTMANAGER) throw new Error('there is no Alertmanager on this machine: skip the test');
    await writeFile(join(folder, 'alertmanager.yml'), yaml);
    const started = new RealAlertmanager(ALERTMANAGER, folder, await freePort());
    await eventually(
      () =>
        fetch(`${started.url}/-/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      () => `Alertmanager does not start:\n${started.#output}`,
    );
    return started;
  }

  /** What it has logged. */
  get output(): string {
    return this.#output;
  }

  /** An alert as Prometheus posts it; with `endsAt` in the past it has resolved. */
  async post(alert: {
    labels: Readonly<Record<string, string>>;
    annotations?: Readonly<Record<string, string>>;
    startsAt: Date;
    endsAt?: Date;
  }): Promise<void> {
    const response = await fetch(`${this.url}/api/v2/alerts`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify([alert]),
    });
    if (!response.ok) throw new Error(`Alertmanager refused the alert: ${response.status} ${await response.text()}`);
  }

  async stop(): Promise<void> {
    this.#process.kill('SIGTERM');
    await this.#ended;
  }
}
