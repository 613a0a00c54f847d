import type { Timer } from './decision.ts';
import type { Remembered } from './ruleMemory.ts';
import type { ThrottleState } from './throttleState.ts';

/** The incidents that due digests speak of, given what is remembered of their receivers. */
export function inDigests(due: readonly Timer[], memory: readonly Remembered[]): number[] {
  const asked = new Set(
    due.flatMap(({ kind, key }) => (kind === 'throttle' || kind === 'digest' ? [`throttle:${key.slice(kind.length + 1)}`] : [])),
  );
  return memory.flatMap(({ key, value }) => {
    if (!asked.has(key)) return [];
    const { withheld, digest } = value as ThrottleState;
    return [...withheld, ...(digest ? [digest.incident, ...digest.of] : [])];
  });
}
