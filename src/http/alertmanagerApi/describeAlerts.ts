import { alertKey } from '../../alert/alert.ts';
import { type Labels, labelValue } from '../../alert/labels.ts';
import { labelsAsSent } from '../../alert/labelsAsSent.ts';
import { type Severity, severityOf } from '../../alert/severity.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import { route } from '../../pipeline/route/route.ts';
import { routeLabels } from '../../pipeline/routeLabels.ts';
import type { Silence } from '../../silence/silence.ts';
import type { FiringRow } from '../../store/readEveryFiring.ts';
import { silencersOf } from '../silencersOf.ts';
import { type AlertStatus, statusOf } from './alertStatus.ts';
import { inhibitorsOf } from './inhibitorsOf.ts';

/** Where nobody says when an alert is over: Alertmanager's `resolve_timeout`, counted from each look. */
const LASTS_MS = 300_000;

/** An alert that fires, as Alertmanager's API speaks of it. */
export interface ShownAlert {
  readonly row: FiringRow;
  /** Its labels without the integration's. */
  readonly sent: Labels;
  /** Names of the receivers that the routing tree gives it to. */
  readonly receivers: readonly string[];
  readonly status: AlertStatus;
  /** When it is over unless more is heard of it. */
  readonly endsAt: Instant;
}

export interface Circumstances {
  readonly policy: Policy;
  readonly now: Instant;
  /** Those whose end is not settled. */
  readonly silences: readonly Silence[];
  /** By `alertKey`, what waits for a digest: its receivers were told too often. */
  readonly withheld: Pick<ReadonlyMap<string, string>, 'has'>;
}

/** By fingerprint, as Alertmanager lists them. */
export function describeAlerts(rows: readonly FiringRow[], { policy, now, silences, withheld }: Circumstances): ShownAlert[] {
  const inhibitors = inhibitorsOf(rows, policy);
  const silencers = silencersOf(silences, policy.timeIntervals, now);
  const shown = rows.map((row): ShownAlert => {
    const severity = severityOf(labelValue(row.labels, 'severity'), policy.severities);
    return {
      row,
      sent: labelsAsSent(row),
      receivers: receiversOf(row, severity, policy),
      status: statusOf(row, {
        ...{ severity, policy, now },
        silencedBy: silencers(row.labels, severity),
        inhibitedBy: inhibitors(row, severity),
        isWithheld: withheld.has(alertKey(row)),
      }),
      endsAt: row.expiresAt ?? now + LASTS_MS,
    };
  });
  return shown.sort((a, b) => compare(a.row.fingerprint, b.row.fingerprint) || compare(a.row.integration, b.row.integration));
}

/** Tocsin's own alarms go past the tree: they are where they are told. */
function receiversOf(row: FiringRow, severity: Severity, policy: Policy): readonly string[] {
  if (!row.alarm) return route(policy.route, routeLabels(row.labels, severity, policy, row.urgency), severity).receivers;
  return [...new Set(row.targets.map(({ target }) => target.split('/').slice(0, -2).join('/')))];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
