import type { TimelineRow } from '../incident/timeline.ts';
import type { Decisions } from '../pipeline/decision.ts';

/** Somebody is told of an incident that is new, worse or no longer the same: no repeat, and no end of anything. */
export interface Telling {
  readonly row: TimelineRow;
  readonly urgency: 'high' | 'low';
  readonly reason: string;
  /** Each once. */
  readonly receivers: readonly string[];
}

/** Reasons that tell nobody anything new, at whatever urgency. */
const NO_NEWS: ReadonlySet<unknown> = new Set([
  'some_resolved',
  'resolved',
  'repeat',
  'acknowledged',
  'escalated',
  'evidence',
  'test',
]);

/** Who would have been told by what was decided, in the order of the timeline. */
export function tellings(made: Decisions): Telling[] {
  return made.timeline.flatMap((row) => {
    if (row.type !== 'page') return [];
    const { reason, targets, urgency } = row.data;
    if (NO_NEWS.has(reason) || !Array.isArray(targets) || targets.length === 0) return [];
    // `receiver/notifier/index`, of which the first may hold slashes itself.
    const receivers = targets.map((target) => String(target).replace(/\/[^/]*\/[^/]*$/, ''));
    return [{ row, urgency: urgency === 'high' ? 'high' : 'low', reason: String(reason), receivers: [...new Set(receivers)] }];
  });
}
