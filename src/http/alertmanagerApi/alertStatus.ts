import type { Severity } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import { isWithin } from '../../calendar/timeInterval.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import { route } from '../../pipeline/route/route.ts';
import { routeLabels } from '../../pipeline/routeLabels.ts';
import type { FiringRow } from '../../store/readEveryFiring.ts';

/** `alertStatus` of Alertmanager's API. */
export interface AlertStatus {
  /** `unprocessed` is in the schema; Alertmanager itself never shows it, because asking it judges the alert. */
  readonly state: 'unprocessed' | 'active' | 'suppressed';
  /** Ids of silences. */
  readonly silencedBy: readonly string[];
  /** Fingerprints. */
  readonly inhibitedBy: readonly string[];
  /** Names of time intervals, or the word of the rule that keeps people from being told. */
  readonly mutedBy: readonly string[];
}

/** What only waits to be told is active: nothing suppresses it. */
const WAITS: ReadonlySet<string> = new Set(['group_wait', 'hold_down', 'changes']);
/** Said under names of their own. */
const NAMED: ReadonlySet<string> = new Set(['silence', 'inhibit', 'mute_time']);

interface Circumstances {
  readonly severity: Severity;
  readonly policy: Policy;
  readonly now: Instant;
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
  /** Its receivers were told too often, and hear of it in a digest. */
  readonly isWithheld: boolean;
}

export function statusOf(
  row: FiringRow,
  { severity, policy, now, silencedBy, inhibitedBy, isWithheld }: Circumstances,
): AlertStatus {
  const mutedBy = isWithheld ? ['throttle'] : mutersOf(row, severity, policy, now);
  const isSuppressed = silencedBy.length + inhibitedBy.length + mutedBy.length > 0;
  return { state: isSuppressed ? 'suppressed' : 'active', silencedBy, inhibitedBy, mutedBy };
}

function mutersOf({ held, labels, urgency }: FiringRow, severity: Severity, policy: Policy, now: Instant): string[] {
  if (!held || WAITS.has(held.by)) return [];
  if (!NAMED.has(held.by)) return [held.by];
  if (held.by !== 'mute_time') return [];
  const { taken } = route(policy.route, routeLabels(labels, severity, policy, urgency), severity);
  const names = taken.flatMap(({ mute, active }) => {
    const muting = mute.filter((interval) => isWithin(interval, now));
    return (muting.length > 0 ? muting : active).map(({ name }) => name);
  });
  return [...new Set(names)];
}
