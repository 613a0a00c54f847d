import { alertKey, alertName, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Sign } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import type { FailureBook } from './failureBook.ts';
import { kindOf } from './noise/kindOf.ts';
import { ruleFailure } from './ruleFailure.ts';
import { subjectOf, teamOf } from './subjectOf.ts';

/** An alert as it counts among the signs of its incident. Fails open: what cannot be told is unknown, and `failures` says so. */
export function signOf(alert: Episode, severity: Severity, policy: Policy, at: Instant, failures?: FailureBook): Sign {
  const { service, host, cluster, failed } = subjectOf(alert.labels, severity, policy);
  if (failed) failures?.note(alert, failed);
  const team = teamOf(alert.labels, service, policy);
  const kind = readKind(alert, severity, policy, failures);
  return {
    alertname: alertName(alert.labels),
    host,
    service,
    team,
    cluster,
    kind,
    at,
    alerts: [alertKey(alert)],
  };
}

function readKind(alert: Episode, severity: Severity, policy: Policy, failures?: FailureBook): Sign['kind'] {
  try {
    return kindOf(alert, severity, policy.kinds);
  } catch (error) {
    failures?.note(alert, ruleFailure('kinds', error));
    return 'unknown';
  }
}
