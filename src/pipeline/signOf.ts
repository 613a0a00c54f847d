import { alertKey, alertName, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Sign } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { kindOf } from './noise/kindOf.ts';
import { subjectOf, teamOf } from './subjectOf.ts';

/** An alert as it counts among the signs of its incident. Fails open: a kind that cannot be told is unknown. */
export function signOf(alert: Episode, severity: Severity, policy: Policy, at: Instant): Sign {
  const { service, host, cluster } = subjectOf(alert.labels, severity, policy);
  const team = teamOf(alert.labels, service, policy);
  const kind = readKind(alert, severity, policy);
  return {
    alertname: alertName(alert.labels),
    host,
    service,
    team,
    cluster,
    kind,
    at,
    alerts: [alertKey(alert)],
    ...(severity === 'info' && { minor: true }),
  };
}

function readKind(alert: Pick<Episode, 'labels' | 'generatorUrl'>, severity: Severity, policy: Policy): Sign['kind'] {
  try {
    return kindOf(alert, severity, policy.kinds);
  } catch {
    return 'unknown';
  }
}
