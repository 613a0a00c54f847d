import { randomUUID } from 'node:crypto';
import { processSpace } from '../store/processSpace.ts';
import { processStart } from '../store/processStart.ts';

/** How this process names itself in leases and claims: `space/pid/once`. */
export function makeHolder(): string {
  return `${processSpace()}/${process.pid}/${randomUUID().slice(0, 8)}`;
}

/**
 * True when a holder can only be a process of this machine that is gone: its lease need not be waited out after a crash. Of
 * other machines and containers nothing is known.
 */
export async function isGone(holder: string): Promise<boolean> {
  const [space, pid] = holder.split('/');
  if (space !== processSpace()) return false;
  // Its number is ours now.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
  // It can still be signalled when it has ended and its parent has not noticed.
  return process.platform === 'linux' && (await processStart(Number(pid))) === null;
}
