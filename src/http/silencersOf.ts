import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Silence } from '../silence/silence.ts';
import { type NamedIntervals, SilenceIndex } from '../silence/silenceIndex.ts';

/** The ids of all silences that hide an alert with these labels now, in order. */
export function silencersOf(
  silences: readonly Silence[],
  intervals: NamedIntervals,
  now: Instant,
): (labels: Labels, severity: Severity) => string[] {
  const index = new SilenceIndex(silences, intervals);
  const each = new Map(silences.map((silence) => [silence.id, new SilenceIndex([silence], intervals)]));
  return (labels, severity) => {
    // Most alerts are hidden by none, which is known at once.
    if (index.hides(labels, severity, now) === null) return [];
    return [...each].flatMap(([id, one]) => (one.hides(labels, severity, now) ? [id] : [])).sort();
  };
}
