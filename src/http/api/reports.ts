import { type Context, Hono } from 'hono';
import { labelValue } from '../../alert/labels.ts';
import { severityOf } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import type { ChosenRunbooks } from '../../pipeline/enrich/runbook/chooseRunbooks.ts';
import type { RunbookDesk } from '../../pipeline/enrich/runbook/runbookDesk.ts';
import { type RuleRow, type RunbookReportItem, runbookReport } from '../../pipeline/enrich/runbook/runbookReport.ts';
import { contextLabels, subjectOf, teamOf } from '../../pipeline/subjectOf.ts';
import { readRules } from '../../store/readRules.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';

const RECENT_MS = 30 * 86_400_000;
const MOST_RULES = 5_000;

/**
 * `GET /api/v1/reports/runbooks`: which runbook each rule has that fires or has fired within 30 days, those without one first. For
 * viewers.
 */
export function reports(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.get('/runbooks', async (c) => c.json({ items: await runbooks(deps, c) }));
  onlyMethods(app, '/runbooks', ['GET']);
  return app;
}

async function runbooks(deps: HttpDeps, c: Context<HttpEnv>) {
  requireRole(deps, c, 'viewer');
  const policy = compiledPolicy(deps.policy());
  const desk = deps.runbooks();
  const rows = await readRules(deps.db, deps.clock.now() - RECENT_MS, MOST_RULES);
  return runbookReport(rows, (row) => chosenFor(row, policy, desk), desk.healthOf).map(itemJson);
}

function chosenFor({ labels, annotations }: RuleRow, policy: Policy, desk: RunbookDesk): ChosenRunbooks {
  const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
  const { service, cluster } = subjectOf(labels, severity, policy);
  const team = teamOf(labels, service, policy);
  const serviceRunbook = (service !== null && policy.known.services.get(service)?.runbook) || null;
  return desk.choose({
    alerts: [{ labels: contextLabels(labels, severity, policy), annotations, severity, serviceRunbook }],
    facts: {
      severity,
      ...(service !== null && { service }),
      ...(team !== null && { team }),
      ...(cluster !== null && { cluster }),
    },
  });
}

function itemJson({ alertname, integration, alerts, lastSeen, url, source, file, health, notLinks }: RunbookReportItem) {
  return {
    alertname,
    integration,
    alerts,
    last_seen: rfc3339(lastSeen),
    runbook: url,
    source,
    file,
    health: health && { status: health.status, because: health.because, checked_at: rfc3339(health.checkedAt) },
    not_links: notLinks,
  };
}
