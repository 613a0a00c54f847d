import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Episode } from '../../alert/alert.ts';
import { emptyLabels, type Labels, labelValue } from '../../alert/labels.ts';
import { severityOf } from '../../alert/severity.ts';
import { rfc3339 } from '../../alert/timestamp.ts';
import { TocsinError } from '../../errors.ts';
import { compilePolicy, type Policy } from '../../pipeline/compilePolicy.ts';
import type { RuleContext } from '../../pipeline/noise/rule.ts';
import type { NotifierName, PolicySource } from '../../pipeline/policy.ts';
import { preview } from '../../pipeline/preview.ts';
import { route } from '../../pipeline/route/route.ts';
import { supposedEpisode } from '../../pipeline/supposedEpisode.ts';
import { admitSender } from '../auth/admitSender.ts';
import type { HttpDeps } from '../deps.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { requireJson } from '../intake/checkHeaders.ts';
import { readBody } from '../intake/readBody.ts';
import { onlyMethods } from '../onlyMethods.ts';
import { requireRole } from '../requireRole.ts';
import { liveContext } from './liveContext.ts';
import { lookJson } from './lookJson.ts';
import { queryFields } from './queryFields.ts';

const MOST_BYTES = 2 ** 20;

const question = z.strictObject({
  alerts: z.array(z.object({ labels: z.record(z.string(), z.string()) })).max(1_000),
  /** With the rules: what is against telling, and everything that was looked at. */
  explain: z.boolean().default(false),
  /** As if it were then; what fires is what fires now. */
  at: queryFields.time,
});
/** Explanations are long. */
const MOST_EXPLAINED = 20;

/**
 * `POST /api/v1/route` with `{"alerts": [{"labels": {…}}]}`: for each, in order, to which `receivers` the routing tree gives it, and
 * the `notifiers` in them (none: it would be recorded and never sent). With `"explain": true` also what the rules, the hour and
 * what fires here would do with it, and why; `"at"` asks for another hour. Nothing is recorded. For viewers, and for whoever may
 * send alerts: an integration's credential adds that integration's labels.
 */
export function routePreview(deps: HttpDeps): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const policies = new WeakMap<PolicySource, Policy>();
  const compiled = (source: PolicySource): Policy => {
    const policy = policies.get(source) ?? compilePolicy(source);
    policies.set(source, policy);
    return policy;
  };
  app.post('/', async (c) => {
    const added = labelsOfAsker(deps, c);
    requireJson(requestHeaders(c));
    const asked = readQuestion(await readBody(c, { maxBytes: MOST_BYTES, onBytes: () => {} }));
    const at = asked.at ?? deps.clock.now();
    const policy = compiled(deps.policy());
    const episodes = asked.alerts.map(({ labels }) => supposedEpisode(Object.assign(emptyLabels(), labels, added), at));
    if (!asked.explain) return c.json({ items: episodes.map((episode) => takersOf(policy, episode)) });
    const context = await liveContext(deps.db, episodes, policy, at);
    return c.json({ items: episodes.map((episode) => ({ ...takersOf(policy, episode), ...previewJson(episode, context) })) });
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

function readQuestion(body: string): z.output<typeof question> {
  const result = question.safeParse(parseJson(body));
  if (result.success && !(result.data.explain && result.data.alerts.length > MOST_EXPLAINED)) return result.data;
  if (result.success) {
    const details = [`alerts: at most ${MOST_EXPLAINED} with explain`];
    throw new TocsinError('bad_request', `Send fewer alerts: ${details[0]}.`, { details });
  }
  const details = result.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the body'}: ${message}`);
  throw new TocsinError('bad_request', `Send {"alerts": [{"labels": {"alertname": "…"}}]}: ${details.slice(0, 5).join('; ')}.`, {
    details,
  });
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new TocsinError('bad_request', 'The body is not JSON. Send {"alerts": [{"labels": {"alertname": "…"}}]}.', { cause });
  }
}

function previewJson(episode: Episode, context: RuleContext) {
  const { severity, urgency, told, against, looked } = preview(episode, context);
  return {
    severity,
    urgency,
    told,
    against: against.map(({ key: _, until, ...opinion }) => ({ ...opinion, until: until === null ? null : rfc3339(until) })),
    looked: looked.map(lookJson),
  };
}

function takersOf(policy: Policy, { labels }: Episode): { receivers: readonly string[]; notifiers: readonly NotifierName[] } {
  const { receivers } = route(policy.route, labels, severityOf(labelValue(labels, 'severity'), policy.severities));
  const notifiers = receivers.flatMap((name) => policy.receivers.get(name)?.targets.map(({ notifier }) => notifier) ?? []);
  return { receivers, notifiers: [...new Set(notifiers)] };
}
