import type { SuppressedBy } from '../decision.ts';

const THESE: ReadonlySet<SuppressedBy> = new Set(['inhibit', 'hold_down', 'changes', 'mute_time', 'urgency', 'flapping']);

/** What is held back by these tells of the trouble all the same; what a person silenced, or announced, does not. */
export function countsAsSign(by: string): boolean {
  return THESE.has(by as SuppressedBy);
}
