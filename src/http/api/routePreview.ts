import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import { severityOf } from '../../alert/severity.ts';
import { TocsinError } from '../../errors.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import type { NotifierName } from '../../pipeline/policy.ts';
import { route } from '../../pipeline/route/route.ts';
import { admitSender } from '../auth/admitSender.ts';
import { compiledPolicy } from '../compiledPolicy.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { readJson } from './readJson.ts';

const question = z.strictObject({
  alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })).max(1_000),
});

/** Who would be told of one alert. */
interface Preview {
  /** The receivers that the routing tree gives it to, in the tree's order. */
  readonly receivers: readonly string[];
  /** The notifiers in them, each once. Empty: it would be recorded and never sent. */
  readonly notifiers: readonly NotifierName[];
}

/**
 * `POST /api/v1/route` with `{"alerts": [{"labels": {…}}]}`: for each, in order, who would be told if it fired now. Nothing is
 * recorded. For viewers, and for whoever may send alerts: an integration's credential adds that integration's labels.
 */
export function routePreview(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.post('/', async (c) => {
    const added = labelsOfAsker(deps, c);
    const { alerts } = await readJson(c, question, '{"alerts": [{"labels": {"alertname": "…"}}]}');
    const policy = compiledPolicy(deps.policy());
    return c.json({ items: alerts.map(({ labels }) => preview(policy, Object.assign(emptyLabels(), labels, added))) });
  });
  onlyMethods(app, '/', ['POST']);
  return app;
}

function labelsOfAsker(deps: HttpDeps, c: Context<HttpEnv>): Labels {
  try {
    return admitSender(deps.access(), requestHeaders(c), null).labels;
  } catch (error) {
    if (!(error instanceof TocsinError) || error.code !== 'unauthorized') throw error;
    requireRole(deps, c, 'viewer');
    return {};
  }
}

function preview(policy: Policy, labels: Labels): Preview {
  const { receivers } = route(policy.route, labels, severityOf(labelValue(labels, 'severity'), policy.severities));
  const notifiers = receivers.flatMap((name) => policy.receivers.get(name)?.targets.map(({ notifier }) => notifier) ?? []);
  return { receivers, notifiers: [...new Set(notifiers)] };
}
