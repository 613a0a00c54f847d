import { takesEverything } from '../alert/takesEverything.ts';
import { OWN_INTEGRATION } from '../pipeline/policy.ts';
import { closest } from './closest.ts';
import type { Path } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import { readTexts } from './readTexts.ts';
import { checkServices } from './serviceCatalogue.ts';
import { isTree, type Tree } from './yamlTree.ts';

const KINDS = ['symptom', 'cause', 'unknown'];

/** An element of a list of mappings, with its path. */
interface Element {
  readonly path: Path;
  readonly tree: Tree;
}

/**
 * What one key says about another. It reads the file as it was written, not what the schema made of it, so that these
 * problems are told even where the schema refuses something else.
 */
export function crossCheck(tree: Tree, problems: ProblemList): void {
  checkNames(tree, problems);
  checkReceivers(tree, problems);
  checkGrouping(tree, problems);
  checkInhibition(tree, problems);
  checkServices(tree, problems);
  checkUrgency(tree, problems);
  checkCredentials(tree, problems);
  checkSeverities(tree, problems);
}

function checkNames(tree: Tree, problems: ProblemList): void {
  const tokens = elements(section(tree, 'server').api_tokens, ['server', 'api_tokens']);
  unique('receiver', 'name', elements(tree.receivers, ['receivers']), problems);
  unique('integration', 'name', elements(tree.integrations, ['integrations']), problems);
  unique('token', 'name', tokens, problems);
  unique('heartbeat', 'name', elements(tree.heartbeats, ['heartbeats']), problems);
  unique('source', 'name', elements(section(tree, 'logs').sources, ['logs', 'sources']), problems);
  unique('source', 'name', elements(tree.traces, ['traces']), problems);
  unique('source', 'name', elements(tree.metrics, ['metrics']), problems);
  for (const { path, tree: integration } of elements(tree.integrations, ['integrations'])) {
    if (integration.name !== OWN_INTEGRATION) continue;
    problems.add([...path, 'name'], `${OWN_INTEGRATION} is where Tocsin's own alarms come from`, 'give it another name');
  }
  const seen = new Set<unknown>();
  for (const { path, tree: token } of tokens) {
    if (typeof token.token === 'string' && seen.has(token.token)) {
      problems.add([...path, 'token'], 'the same token has another name and role above', 'give each its own');
    }
    seen.add(token.token);
  }
}

function unique(what: string, key: string, list: readonly Element[], problems: ProblemList): void {
  const seen = new Set<string>();
  for (const { path, tree } of list) {
    const value = tree[key];
    if (typeof value !== 'string') continue;
    if (seen.has(value))
      problems.add([...path, key], `there is another ${what} named ${JSON.stringify(value)} above`, 'rename one');
    seen.add(value);
  }
}

function checkReceivers(tree: Tree, problems: ProblemList): void {
  const names = elements(tree.receivers, ['receivers']).flatMap(({ tree: { name } }) => (typeof name === 'string' ? [name] : []));
  const known = (value: unknown, path: Path): void => {
    if (typeof value !== 'string' || value === '' || names.includes(value)) return;
    const meant = closest(value, names);
    const remedy = meant ? `did you mean ${JSON.stringify(meant)}?` : 'add it to receivers, or name one that is there';
    problems.add(path, `there is no receiver named ${JSON.stringify(value)}`, remedy);
  };
  known(tree.alarm_receiver, ['alarm_receiver']);
  if (!isTree(tree.route)) return;
  if (tree.route.receiver === undefined && !problems.has(['route', 'receiver'])) {
    problems.add(['route', 'receiver'], 'is missing', 'the root must have a receiver: it takes what no child of it takes');
  }
  for (const key of ['matchers', 'match', 'match_re', 'continue', 'mute_time_intervals', 'active_time_intervals']) {
    if (key in tree.route)
      problems.add(['route', key], 'the root takes everything and can have none', 'put it on a child in routes');
  }
  eachRoute(tree.route, ['route'], (node, path) => {
    known(node.receiver, [...path, 'receiver']);
    checkTimes(node, path, tree, problems);
    for (const key of ['match', 'match_re'].filter((old) => old in node && path.length > 1)) {
      problems.warn([...path, key], 'is deprecated, in Alertmanager too', 'write matchers instead');
    }
    checkReach(node, path, problems);
  });
}

/** A route names time intervals that there are. */
function checkTimes(node: Tree, path: Path, tree: Tree, problems: ProblemList): void {
  const intervals = elements(tree.time_intervals, ['time_intervals']);
  const names = intervals.flatMap(({ tree: { name } }) => (typeof name === 'string' ? [name] : []));
  for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
    const given: unknown = node[key];
    for (const [i, value] of (Array.isArray(given) ? given : []).entries()) {
      if (typeof value !== 'string' || names.includes(value)) continue;
      const meant = closest(value, names);
      const remedy = meant ? `did you mean ${JSON.stringify(meant)}?` : 'add it to time_intervals, or name one that is there';
      problems.add([...path, key, i], `there is no time interval named ${JSON.stringify(value)}`, remedy);
    }
  }
}

function eachRoute(node: Tree, path: Path, visit: (node: Tree, path: Path) => void): void {
  visit(node, path);
  for (const child of elements(node.routes, [...path, 'routes'])) eachRoute(child.tree, child.path, visit);
}

/** Alertmanager takes a route that is never reached, so this is no more than a warning. */
function checkReach(node: Tree, path: Path, problems: ProblemList): void {
  const children = elements(node.routes, [...path, 'routes']);
  const wall = children.findIndex(
    ({ tree }) => tree.continue !== true && !['matchers', 'match', 'match_re'].some((key) => filled(tree[key])),
  );
  const behind = wall < 0 ? undefined : children[wall + 1];
  if (behind)
    problems.warn(
      behind.path,
      'is never reached: the route before it matches everything',
      'give that one matchers, or `continue: true`',
    );
}

function filled(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isTree(value) && Object.keys(value).length > 0;
}

function checkGrouping(tree: Tree, problems: ProblemList): void {
  const rules = elements(tree.grouping, ['grouping']);
  const wall = rules.findIndex(({ tree: rule }) => takesAll(rule.matchers));
  const behind = wall < 0 ? undefined : rules[wall + 1];
  const why = filled(rules[wall]?.tree.matchers) ? 'takes everything' : 'has no matchers';
  if (behind) problems.add(behind.path, `is never reached: the rule before it ${why}`, 'put that one last, or give it matchers');
}

/** A rule without `when` whose matchers and kinds leave nothing out takes everything. */
function checkUrgency(tree: Tree, problems: ProblemList): void {
  const rules = elements(section(tree, 'urgency').rules, ['urgency', 'rules']);
  const isEveryKind = (kind: unknown): boolean =>
    kind === undefined || (Array.isArray(kind) && KINDS.every((each) => kind.includes(each)));
  const wall = rules.findIndex(({ tree: rule }) => takesAll(rule.matchers) && isEveryKind(rule.kind) && !('when' in rule));
  const behind = wall < 0 ? undefined : rules[wall + 1];
  const rule = rules[wall]?.tree ?? {};
  if (!behind) return;
  const [why, remedy] =
    filled(rule.matchers) || 'kind' in rule
      ? ['takes everything, of every kind', 'put that one last, or give it matchers, a kind or when']
      : ['has no matchers, kind or when', 'put that one last, or give it one of them'];
  problems.add(behind.path, `is never reached: urgency.rules[${wall}] ${why}`, remedy);
}

/** Left out, or texts that hold for every alert. */
function takesAll(matchers: unknown): boolean {
  const read = matchers === undefined ? [] : readTexts(matchers);
  return read !== null && takesEverything(read);
}

function checkInhibition(tree: Tree, problems: ProblemList): void {
  const noise = section(tree, 'noise');
  const rules = ['inhibit_rules', 'together'].flatMap((key) => elements(noise[key], ['noise', key]));
  for (const { path, tree: rule } of rules) {
    for (const side of ['source', 'target']) {
      for (const key of [`${side}_match`, `${side}_match_re`].filter((old) => old in rule))
        problems.warn([...path, key], 'is deprecated, in Alertmanager too', `write ${side}_matchers instead`);
      if ([`${side}_matchers`, `${side}_match`, `${side}_match_re`].some((key) => filled(rule[key]))) continue;
      problems.add(
        [...path, `${side}_matchers`],
        'are missing: the rule would hold for every alert',
        'say which alerts are meant',
      );
    }
  }
}

function checkCredentials(tree: Tree, problems: ProblemList): void {
  const anonymous = section(tree, 'server').allow_anonymous === true;
  for (const { path, tree: integration } of elements(tree.integrations, ['integrations'])) {
    const has = 'token' in integration || 'basic_auth' in integration || problems.has([...path, 'token']);
    if (has || anonymous) continue;
    problems.add(
      path,
      'has no credential, so anybody could send alerts',
      'give it a token or basic_auth, or set server.allow_anonymous',
    );
  }
  checkPagerDuty(section(tree, 'pagerduty'), problems);
  const slack = section(tree, 'slack');
  if ('bot_token' in slack || problems.has(['slack', 'bot_token'])) return;
  for (const { path, tree: receiver } of elements(tree.receivers, ['receivers'])) {
    if (!filled(receiver.slack_configs)) continue;
    problems.add([...path, 'slack_configs'], 'needs a Slack bot, and slack.bot_token is not set', 'set slack.bot_token');
  }
}

/** A note is written in somebody's name. */
function checkPagerDuty(pagerduty: Tree, problems: ProblemList): void {
  const hasToken = 'api_token' in pagerduty || problems.has(['pagerduty', 'api_token']);
  const hasFrom = 'from' in pagerduty || problems.has(['pagerduty', 'from']);
  if (hasToken && !hasFrom) {
    const remedy = 'set pagerduty.from to the e-mail address of a PagerDuty user, in whose name notes are written';
    problems.add(['pagerduty', 'api_token'], 'needs pagerduty.from, which is not set', remedy);
  }
  if (hasFrom && !hasToken) problems.warn(['pagerduty', 'from'], 'is of no use without pagerduty.api_token', 'set that too');
}

function checkSeverities(tree: Tree, problems: ProblemList): void {
  const seen = new Set<string>();
  for (const word of Object.keys(section(tree, 'severities'))) {
    const key = word.trim().toLowerCase();
    if (seen.has(key)) problems.add(['severities', word], 'stands here twice: upper and lower case are one', 'keep one of them');
    seen.add(key);
  }
}

function section(tree: Tree, key: string): Tree {
  const value = tree[key];
  return isTree(value) ? value : {};
}

function elements(list: unknown, path: Path): Element[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((tree: unknown, i) => (isTree(tree) ? [{ path: [...path, i], tree }] : []));
}
