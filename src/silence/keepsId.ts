import type { Instant } from '../alert/timestamp.ts';
import type { InclusiveRange } from '../calendar/timeIntervalSource.ts';
import { type Silence, silenceState } from './silence.ts';

type Asked = Pick<Silence, 'matchers' | 'startsAt' | 'endsAt' | 'recurrence'>;

/**
 * Whether a change leaves a silence the same one, with its id. What it hides must stay: the matchers and hours, and of an active
 * one the start. Else, as in Alertmanager, the old one expires and the changed one is new.
 * Source: prometheus/alertmanager `silence/silence.go`.
 */
export function keepsId(before: Silence, asked: Asked, now: Instant): boolean {
  if (definition(before) !== definition(asked)) return false;
  switch (silenceState(before, now)) {
    case 'active':
      return asked.startsAt === before.startsAt && asked.endsAt >= now;
    case 'pending':
      return asked.startsAt >= now;
    case 'expired':
      return false;
  }
}

/** The order of matchers, and of keys in what the database gives back, says nothing; `written` is only another way to say it. */
function definition({ matchers, recurrence }: Pick<Silence, 'matchers' | 'recurrence'>): string {
  const texts = matchers.map(({ name, value, isRegex, isEqual }) => JSON.stringify([name, value, isRegex, isEqual])).sort();
  const pairs = (list: readonly InclusiveRange[]) => list.map(({ from, to }) => [from, to]);
  const ranges = recurrence?.ranges.map(({ times, weekdays, daysOfMonth, months, years, location }) => [
    times.map(({ start, end }) => [start, end]),
    ...[weekdays, daysOfMonth, months, years].map(pairs),
    location,
  ]);
  return JSON.stringify([texts, recurrence?.names, ranges]);
}
