import { type Labels, labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Policy } from '../pipeline/compilePolicy.ts';
import type { ChosenRunbooks } from '../pipeline/enrich/runbook/chooseRunbooks.ts';
import type { RunbookDesk } from '../pipeline/enrich/runbook/runbookDesk.ts';
import { contextLabels, subjectOf, teamOf } from '../pipeline/subjectOf.ts';

/** The runbooks of these alerts, by what the configuration knows of what they speak of. Templates speak of the first one. */
export function runbooksFor(
  alerts: readonly { readonly labels: Labels; readonly annotations: Labels }[],
  policy: Policy,
  desk: RunbookDesk,
): ChosenRunbooks {
  const known = alerts.map(({ labels, annotations }) => {
    const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
    const { service, cluster } = subjectOf(labels, severity, policy);
    const serviceRunbook = (service !== null && policy.known.services.get(service)?.runbook) || null;
    const team = teamOf(labels, service, policy);
    return { labels: contextLabels(labels, severity, policy), annotations, severity, serviceRunbook, service, cluster, team };
  });
  const [first] = known;
  return desk.choose({
    alerts: known,
    facts: {
      ...(first && { severity: first.severity }),
      ...(first?.service && { service: first.service }),
      ...(first?.team && { team: first.team }),
      ...(first?.cluster && { cluster: first.cluster }),
    },
  });
}
