import { emptyLabels, type Labels, labelValue } from '../alert/labels.ts';
import { formatMatchers } from '../alert/matcher.ts';
import { sampleLabels } from '../alert/sampleLabels.ts';
import { SEVERITIES, type Severity, severityOf } from '../alert/severity.ts';
import { type Sign, URGENCIES, type Urgency } from '../incident/incident.ts';
import type { Policy } from './compilePolicy.ts';
import { heartbeatSwitch } from './group/heartbeatSwitch.ts';
import { urgencyOf } from './noise/urgency.ts';
import { taken } from './route/chooseTargets.ts';
import type { CompiledRoute } from './route/compileRoute.ts';
import { routeLabels } from './routeLabels.ts';
import { contextLabels } from './subjectOf.ts';
import { takes } from './takes.ts';
import type { UnheardFinding } from './unheardFinding.ts';

const KINDS = ['symptom', 'cause', 'unknown'] as const;
/** Alerts that are tried for a route, and for all of them: a check must stay quick, whatever the configuration. */
const MOST_TRIED = 500;
const MOST_IN_ALL = 10_000;

/**
 * Routes whose receiver takes one urgency only, and by which an alert of the other one is told to nobody. Found by trying alerts that
 * the matchers of routes, urgency rules and integrations speak of, so that what is said can be seen with `test-route`. A receiver
 * without configs is meant to be silent.
 */
export function unheardRoutes(policy: Policy): UnheardFinding[] {
  const said = new Map<string, UnheardFinding>();
  const asked = { high: askedFor('high', policy), low: askedFor('low', policy) };
  let left = MOST_IN_ALL;
  const walk = (node: CompiledRoute, matchers: CompiledRoute['matchers'], path: readonly (string | number)[]): void => {
    for (const urgency of URGENCIES) {
      const key = `${urgency} ${node.receiver}`;
      // Each receiver once: what is wrong with it is the same in every route.
      const isNarrow = (policy.receivers.get(node.receiver)?.targets.length ?? 0) > 0 && !takes(node.receiver, urgency, policy);
      if (!isNarrow || said.has(key)) continue;
      const { example, tried } = lostBy(
        node,
        { matchers, asked: asked[urgency], most: Math.min(left, MOST_TRIED) },
        urgency,
        policy,
      );
      left -= tried;
      if (example) said.set(key, finding(node.receiver, urgency, example, path));
    }
    node.routes.forEach((child, i) => {
      walk(child, [...matchers, ...child.matchers], [...path, 'routes', i]);
    });
  };
  walk(policy.route, [], ['route']);
  return [...said.values()];
}

function finding(receiver: string, urgency: Urgency, example: Labels, path: UnheardFinding['path']): UnheardFinding {
  const other = urgency === 'low' ? 'high' : 'low';
  const pairs = Object.entries(example).map(([name, value]) => ({ name, operator: '=' as const, value }));
  return {
    path: [...path, 'receiver'],
    message: `${receiver} takes ${other} urgency only, and what is ${urgency} is told to nobody here: ${formatMatchers(pairs)}, for one`,
    remedy: `give ${receiver} a config that takes ${urgency} too (\`urgency: [high, low]\`), or add a route before it with \`continue: true\` to one that does`,
  };
}

interface Search {
  /** Of the node and of all above it. */
  readonly matchers: CompiledRoute['matchers'];
  readonly asked: readonly Labels[];
  readonly most: number;
}

/** An alert that this node takes and that, at this urgency, nobody is told of; null: none was found. */
function lostBy(
  node: CompiledRoute,
  search: Search,
  urgency: Urgency,
  policy: Policy,
): { example: Labels | null; tried: number } {
  let tried = 0;
  for (const labels of examples(search, policy)) {
    if (tried >= search.most) break;
    tried += 1;
    const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
    if (heartbeatSwitch(labels, severity, policy) || !canBe(urgency, labels, severity, policy)) continue;
    const nodes = taken(routeLabels(labels, severity, policy, urgency), severity, policy);
    if ('rule' in nodes || !nodes.includes(node)) continue;
    if (!nodes.some(({ receiver }) => takes(receiver, urgency, policy))) return { example: labels, tried };
  }
  return { example: null, tried };
}

/** Alerts for which the matchers hold: of every severity, from every integration, and such as the urgency rules ask for. */
function* examples({ matchers, asked }: Search, policy: Policy): Generator<Labels> {
  const own = sampleLabels(matchers);
  if (!own) return;
  const added = [...policy.integrations.values()].map(({ labels }) => labels);
  const severities = labelValue(own, 'severity') === '' ? SEVERITIES : [labelValue(own, 'severity')];
  for (const rule of asked)
    for (const labels of added)
      for (const severity of severities) yield Object.assign(emptyLabels(), { severity }, rule, own, labels);
}

/** What the rules ask for that may give this urgency, after nothing in particular; none where nothing gives it. */
function askedFor(wanted: Urgency, { urgency }: Policy): Labels[] {
  if (!urgency) return wanted === 'high' ? [{}] : [];
  const giving = urgency.rules.filter((rule) => rule.urgency === wanted || rule.when !== null);
  if (giving.length === 0 && urgency.default !== wanted) return [];
  return [{}, ...giving.map(({ matchers }) => sampleLabels(matchers) ?? {})];
}

/** Whether the urgency rules may make it so: at first, or once what a rule waits for has come. */
function canBe(wanted: Urgency, labels: Labels, severity: Severity, policy: Policy): boolean {
  const read = contextLabels(labels, severity, policy);
  return KINDS.some((kind) => {
    const sign: Sign = { alertname: '', host: null, service: null, team: null, cluster: null, kind, at: 0 };
    const { urgency, armed } = urgencyOf({ labels: read, severity, sign }, [sign], policy);
    return urgency === wanted || (wanted === 'high' && armed !== null);
  });
}
