import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { indexRunbooks, type RunbookFile, type RunbookIndex } from './runbookIndex.ts';

export interface RunbookFolder {
  readonly index: RunbookIndex;
  /** What was not read, and why; at most some twenty. `file` is below the folder, or the folder itself. */
  readonly faults: readonly { readonly file: string; readonly what: string }[];
}

const MOST_FILES = 2_000;
const MOST_BYTES = 256 * 1024;
const MOST_BYTES_IN_ALL = 32 * 1024 * 1024;
const DEEPEST = 10;
const MOST_FAULTS = 20;

/**
 * Reads a folder of Markdown runbooks (`.md`, `.markdown`) and those below it. Files whose name begins with a dot are left out. A symbolic
 * link is followed only to what lies in the folder itself: that is how Kubernetes mounts a ConfigMap. Bounded: 2,000 files, of each
 * its first 256 KiB, 32 MiB in all. Never throws: what cannot be read is said.
 */
export async function readRunbookFolder(folder: string): Promise<RunbookFolder> {
  const reader = new Reader();
  try {
    const root = await realpath(folder);
    await reader.walk(root, root, []);
  } catch (error) {
    reader.say(folder, wordFor(error));
  }
  return { index: indexRunbooks(reader.files), faults: reader.faults };
}

class Reader {
  readonly files: RunbookFile[] = [];
  readonly faults: { file: string; what: string }[] = [];
  readonly #seen = new Set<string>();
  #bytes = 0;
  #isFull = false;

  say(file: string, what: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push({ file, what });
  }

  async walk(root: string, folder: string, path: readonly string[]): Promise<void> {
    if (this.#seen.has(folder)) return;
    this.#seen.add(folder);
    if (path.length > DEEPEST) return this.say(path.join('/'), `is more than ${DEEPEST} folders deep`);
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
    for (const name of names) {
      if (this.#isFull) return;
      const below = [...path, name];
      try {
        await this.#take(root, join(folder, name), below);
      } catch (error) {
        this.say(below.join('/'), wordFor(error));
      }
    }
  }

  async #take(root: string, written: string, path: readonly string[]): Promise<void> {
    const real = await realpath(written);
    const file = path.join('/');
    const found = await lstat(real);
    const isMarkdown = /\.(?:md|markdown)$/i.test(file);
    if (real !== root && !real.startsWith(`${root}${sep}`)) {
      if (isMarkdown || found.isDirectory()) this.say(file, 'is a symbolic link out of the folder');
      return;
    }
    if (found.isDirectory()) return this.walk(root, real, path);
    if (!isMarkdown || !found.isFile()) return;
    if (this.files.length >= MOST_FILES || this.#bytes >= MOST_BYTES_IN_ALL) {
      this.#isFull = true;
      const limit = this.files.length >= MOST_FILES ? `${MOST_FILES} files` : '32 MiB';
      return this.say(file, `and what follows it is not read: there are more than ${limit}`);
    }
    const text = await readUpTo(real, MOST_BYTES);
    if (found.size > MOST_BYTES) this.say(file, 'is read only up to 256 KiB');
    if (text.includes('\u0000')) return this.say(file, 'is no text');
    this.#bytes += text.length;
    this.files.push({ file, text });
  }
}

async function readUpTo(path: string, most: number): Promise<string> {
  // What became a link since it was looked at is not followed, and a pipe does not hold us up.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(most);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, most - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === most) return bytes.subarray(0, length).toString('utf8');
    }
  } finally {
    await file.close();
  }
}

function wordFor(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'is not there';
  if (code === 'ENOTDIR') return 'is not a folder';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  return `cannot be read (${typeof code === 'string' ? code : String(error)})`;
}
