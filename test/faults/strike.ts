import { writeSync } from 'node:fs';
import type { Deed, KillPoint } from './killPoint.ts';

/** The line that a child leaves before it is struck. */
export const STRUCK = 'struck at';

/** Counts passes and strikes this process at the one that was asked for. A signal to oneself is met before the call returns. */
export function striker(deed: Deed | null): (point: KillPoint) => void {
  let left = deed?.pass ?? 0;
  return (point) => {
    if (deed?.point !== point) return;
    left -= 1;
    if (left !== 0) return;
    writeSync(1, `${STRUCK} ${point}\n`);
    process.kill(process.pid, deed.signal ?? 'SIGKILL');
  };
}
