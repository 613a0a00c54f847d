import type { Alert, Episode } from '../../alert/alert.ts';
import { sameLabels } from '../../alert/sameLabels.ts';
import { type Instant, instantOf, type Timestamp } from '../../alert/timestamp.ts';

/** Two startsAt of one alert that are this close are one episode, stamped by two Alertmanagers of a pair. */
const SAME_START_MS = 15_000;

/**
 * How long a firing of an episode that has already resolved is taken for a late word of the other Alertmanager of a pair.
 * Such a pair corrects itself at its next flush, one `group_interval` (5 m by default) later; what still stands after that
 * fires again. Alertmanager keeps the earliest startsAt of overlapping alerts, so a real refire can look like this.
 */
export const LATE_FIRING_MS = 330_000;

/** What an alert says that was not known before. */
export type Sighting =
  /** A new episode; `ends` is the one before it, where its end was never announced. */
  | { readonly is: 'new'; readonly ends: Episode | null }
  /** Fires as before. `alias` is a startsAt not seen yet; `changed`: other labels or annotations. */
  | { readonly is: 'repeat'; readonly alias: Timestamp | null; readonly changed: boolean }
  /** An episode that has ended is said to fire. `again`: too late to be a pair's late word. */
  | { readonly is: 'late_firing'; readonly again: boolean }
  | { readonly is: 'resolved' }
  /** The end of something already ended, or of an episode older than the one that fires. */
  | { readonly is: 'old_resolve' }
  /** The end of an alert that was never heard to fire. */
  | { readonly is: 'unseen_resolve' };

/** Compares an alert with the newest episode known of it (null: none). `now` is the logical time. */
export function dedup(alert: Alert, last: Episode | null, now: Instant): Sighting {
  if (alert.status === 'firing') return firing(alert, last, now);
  if (!last) return { is: 'unseen_resolve' };
  return resolving(alert, last);
}

function firing(alert: Alert, last: Episode | null, now: Instant): Sighting {
  if (!last) return { is: 'new', ends: null };
  const known = isKnownStart(alert.startsAt, last);
  if (last.status === 'firing') {
    // What is repeated until it ends has not ended: another startsAt is another server's, or that of one started anew.
    if (!known && alert.startsAt > last.startsAt && alert.lastsMs === undefined) return { is: 'new', ends: last };
    const alias = alert.startIsAssumed || isRecorded(alert.startsAt, last) ? null : alert.startsAt;
    return { is: 'repeat', alias, changed: hasChanged(alert, last) };
  }
  if (alert.startsAt > last.startsAt && (!known || beganAfterItsEnd(alert, last))) return { is: 'new', ends: null };
  const isTooLate = last.resolvedAt !== null && now - last.resolvedAt > LATE_FIRING_MS;
  // Nobody said that it had ended, so nobody's late word can say otherwise.
  return { is: 'late_firing', again: isTooLate || (alert.lastsMs !== undefined && last.endsAt === null) };
}

function resolving(alert: Alert, last: Episode): Sighting {
  if (last.status === 'resolved') {
    return !isKnownStart(alert.startsAt, last) && alert.startsAt > last.startsAt
      ? { is: 'unseen_resolve' }
      : { is: 'old_resolve' };
  }
  const isOlder = alert.startsAt < last.startsAt && !isRecorded(alert.startsAt, last);
  const endedBeforeItBegan = isOlder && alert.endsAt !== null && alert.endsAt <= last.startsAt;
  return endedBeforeItBegan ? { is: 'old_resolve' } : { is: 'resolved' };
}

/** However close the two startsAt are: no word of the episode that had ended by then. */
function beganAfterItsEnd(alert: Alert, last: Episode): boolean {
  return last.endsAt !== null && alert.startsAt > last.endsAt;
}

function isRecorded(startsAt: Timestamp, episode: Episode): boolean {
  return startsAt === episode.startsAt || episode.aliases.includes(startsAt);
}

function isKnownStart(startsAt: Timestamp, episode: Episode): boolean {
  if (isRecorded(startsAt, episode)) return true;
  return Math.abs(instantOf(startsAt) - instantOf(episode.startsAt)) <= SAME_START_MS;
}

function hasChanged(alert: Alert, last: Episode): boolean {
  return !sameLabels(alert.annotations, last.annotations) || !sameLabels(alert.labels, last.labels);
}
