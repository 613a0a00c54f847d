import { readFile } from 'node:fs/promises';

/**
 * When a process started, in the kernel's ticks, where the system tells: a number alone is used again.
 * Null for one that has ended and only waits for its parent to notice, too: it holds nothing any more.
 */
export async function processStart(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; then come the state and, as the 22nd field, the 20th after the name, the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}
