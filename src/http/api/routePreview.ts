import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Episode } from '../../alert/alert.ts';
import { emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import { severityOf } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { URGENCIES } from '../../incident/incident.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import type { RuleContext } from '../../pipeline/noise/rule.ts';
import type { NotifierName } from '../../pipeline/policy.ts';
import { preview } from '../../pipeline/preview.ts';
import { route } from '../../pipeline/route/route.ts';
import { routeLabels } from '../../pipeline/routeLabels.ts';
import { supposedEpisode } from '../../pipeline/supposedEpisode.ts';
import type { IntegrationAccess } from '../auth/accessPolicy.ts';
import { admitSender } from '../auth/admitSender.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { liveContext } from './liveContext.ts';
import { lookJson } from './lookJson.ts';
import { queryFields } from './queryFields.ts';
import { readJson } from './readJson.ts';

/** Explanations are long. */
const MOST_EXPLAINED = 20;

const question = z
  .strictObject({
    alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })).max(1_000),
    /** With the rules: what is against telling, and everything that was looked at. */
    explain: z.boolean().default(false),
    /** As if it were then; what fires is what fires now. */
    at: queryFields.time,
    /** Whose labels are added, where it is not the asker's own; a viewer may name any. */
    integration: z.string().optional(),
  })
  .refine(({ alerts, explain }) => !explain || alerts.length <= MOST_EXPLAINED, {
    path: ['alerts'],
    message: `at most ${MOST_EXPLAINED} with explain; ask for the others in another request`,
  });

/**
 * `POST /api/v1/route` with `{"alerts": [{"labels": {…}}]}`: for each, in order, to which `receivers` the routing tree gives it, and
 * the `notifiers` in them (none: it would be recorded and never sent). With `"explain": true` also what the rules, the hour and
 * what fires here would do with it, and why; `"at"` asks for another hour, `"integration"` for the labels that one adds. Nothing is recorded. For viewers, and for whoever may
 * send alerts: an integration's credential adds that integration's labels.
 */
export function routePreview(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/', async (c) => {
    const own = asker(deps, c);
    const {
      alerts,
      explain,
      at = deps.clock.now(),
      integration,
    } = await readJson(c, question, '{"alerts": [{"labels": {"alertname": "…"}}]}');
    const policy = compiledPolicy(deps.policy());
    const added =
      integration === undefined || integration === own?.name ? own?.labels : labelsOfNamed(deps, c, integration, policy);
    const episodes = alerts.map(({ labels }) => supposedEpisode(Object.assign(emptyLabels(), labels, added), at, policy));
    if (!explain) return c.json({ items: episodes.map((episode) => takersOf(policy, episode)) });
    const context = await liveContext(deps.db, episodes, policy, at);
    return c.json({ items: episodes.map((episode) => ({ ...takersOf(policy, episode), ...previewJson(episode, context) })) });
  });
  onlyMethods(app, '/', ['POST']);
  return app;
}

/** The integration whose credential it is; null for a viewer. */
function asker(deps: HttpDeps, c: Context<HttpEnv>): IntegrationAccess | null {
  try {
    return admitSender(deps.access(), requestHeaders(c), null);
  } catch (error) {
    if (!(error instanceof TocsinError) || error.code !== 'unauthorized') throw error;
    requireRole(deps, c, 'viewer');
    return null;
  }
}

function labelsOfNamed(deps: HttpDeps, c: Context<HttpEnv>, integration: string, { integrations }: Policy): Labels {
  requireRole(deps, c, 'viewer');
  const found = integrations.get(integration);
  if (found) return found.labels;
  const fault = `integration: there is no ${JSON.stringify(integration)}; there is ${[...integrations.keys()].join(', ')}`;
  throw new TocsinError('bad_request', fault, { details: [fault] });
}

function previewJson(episode: Episode, context: RuleContext) {
  const { severity, urgency, told, untold, absence, against, looked } = preview(episode, context);
  return {
    severity,
    urgency,
    told,
    untold,
    absence,
    against: against.map(({ key: _, until, ...opinion }) => ({ ...opinion, until: until === null ? null : rfc3339(until) })),
    looked: looked.map(lookJson),
  };
}

/** Whatever its urgency turns out to be. */
function takersOf(policy: Policy, { labels }: Episode): { receivers: readonly string[]; notifiers: readonly NotifierName[] } {
  const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
  const found = URGENCIES.flatMap(
    (urgency) => route(policy.route, routeLabels(labels, severity, policy, urgency), severity).receivers,
  );
  const receivers = [...new Set(found)];
  const notifiers = receivers.flatMap((name) => policy.receivers.get(name)?.targets.map(({ notifier }) => notifier) ?? []);
  return { receivers, notifiers: [...new Set(notifiers)] };
}
