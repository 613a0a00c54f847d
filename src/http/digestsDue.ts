import type { Instant } from '../alert/timestamp.ts';
import { type ThrottleState, throttleState } from '../pipeline/throttleState.ts';
import { readMemory } from '../store/readMemory.ts';
import type { HttpDeps } from './deps.ts';

/** What a receiver was not told of one by one, because it had been told enough (`noise.throttle`), and hears of at once. */
export interface DigestDue {
  readonly receiver: string;
  readonly dueAt: Instant;
  /** By number, in the order in which they were withheld. */
  readonly incidents: readonly number[];
  /** How many more there are than are remembered by number. */
  readonly more: number;
}

/** The digests that are due, soonest first. */
export async function digestsDue({ db, policy }: Pick<HttpDeps, 'db' | 'policy'>): Promise<DigestDue[]> {
  const names = policy().receivers.map(({ name }) => name);
  const rows = await readMemory(db, names.map(throttleState));
  const states = new Map(rows.map(({ key, value }) => [key, value as ThrottleState]));
  const due = names.flatMap((receiver): DigestDue[] => {
    const state = states.get(throttleState(receiver));
    if (!state || state.digestAt === null) return [];
    return [{ receiver, dueAt: state.digestAt, incidents: state.withheld, more: state.more }];
  });
  return due.sort((a, b) => a.dueAt - b.dueAt || (a.receiver < b.receiver ? -1 : 1));
}
