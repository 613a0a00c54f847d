import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** How this process names itself in leases and claims: `host/pid/once`. */
export function makeHolder(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
}

/**
 * True when a holder can only be a process of this machine that is gone: its lease need not be waited out after a crash. Of
 * other machines nothing is known.
 */
export function isGone(holder: string): boolean {
  const [host, pid] = holder.split('/');
  if (host !== hostname()) return false;
  // Its number is ours now: in a container that was started again everybody is process 1.
  if (Number(pid) === process.pid) return true;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
