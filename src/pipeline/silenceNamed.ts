import type { Silence } from '../silence/silence.ts';

/** The silence that a timer's key ends with, where it is not settled. */
export function silenceNamed(key: string, silences: readonly Silence[]): Silence | null {
  return silences.find(({ id }) => key.endsWith(`:${id}`)) ?? null;
}
