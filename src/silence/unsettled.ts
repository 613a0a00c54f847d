import type { Silence } from './silence.ts';

/** The silences whose end is not settled, after some have changed. */
export function unsettled(before: readonly Silence[], changed: readonly Silence[]): readonly Silence[] {
  const ids = new Set(changed.map(({ id }) => id));
  return [...before.filter(({ id }) => !ids.has(id)), ...changed.filter(({ endedAt }) => endedAt === null)];
}
