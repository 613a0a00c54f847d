import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './freePort.ts';

interface Binaries {
  readonly folder: string;
  /** Whom to become: Postgres refuses to run as root. Null: stay who we are. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
}

/** Where Postgres' programs are and how they can be run here; null where that is not possible. */
export const POSTGRES_BINARIES: Binaries | null = findBinaries();

function findBinaries(): Binaries | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const folder = [...versions, ...(process.env.PATH ?? '').split(':')].find((each) => existsSync(join(each, 'initdb')));
  if (folder === undefined) return null;
  if (process.getuid?.() !== 0) return { folder, user: null };
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((each) => each.startsWith('postgres:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { folder, user: { uid: Number(uid), gid: Number(gid) } };
}

/** A Postgres of the test's own, that it may stop at any moment. */
export class PrivatePostgres {
  readonly url: string;
  readonly #folder: string;
  readonly #port: number;

  private constructor(folder: string, port: number) {
    this.#folder = folder;
    this.#port = port;
    this.url = `postgres://tocsin@127.0.0.1:${port}/postgres`;
  }

  static async make(): Promise<PrivatePostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-pg-'));
    const user = POSTGRES_BINARIES?.user;
    if (user) chownSync(folder, user.uid, user.gid);
    const made = new PrivatePostgres(folder, await freePort());
    made.#run('initdb', ['-D', made.#data, '-U', 'tocsin', '-A', 'trust', '--no-sync', '-E', 'UTF8']);
    return made;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  start(): void {
    const options = `-c listen_addresses=127.0.0.1 -c port=${this.#port} -c unix_socket_directories=${this.#folder}`;
    this.#run('pg_ctl', ['-D', this.#data, '-w', '-l', join(this.#folder, 'log'), '-o', options, 'start']);
  }

  /** As a crash: nothing is written down, nobody is told good-bye. */
  crash(): void {
    this.#run('pg_ctl', ['-D', this.#data, '-w', '-m', 'immediate', 'stop']);
  }

  async remove(): Promise<void> {
    if (existsSync(join(this.#data, 'postmaster.pid'))) this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #run(program: string, args: readonly string[]): void {
    if (!POSTGRES_BINARIES) throw new Error('there is no Postgres on this machine: skip the test');
    const { folder, user } = POSTGRES_BINARIES;
    // Output into a pipe would be held open by the server that pg_ctl leaves behind.
    const result = spawnSync(join(folder, program), args, { cwd: this.#folder, stdio: 'ignore', ...(user ?? {}) });
    if (result.status === 0) return;
    const log = join(this.#folder, 'log');
    throw new Error(`${program} failed with ${result.status}: ${existsSync(log) ? readFileSync(log, 'utf8') : result.error}`);
  }
}
