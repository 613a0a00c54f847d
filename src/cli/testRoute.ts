import { Command } from 'commander';
import { formatDuration } from '../alert/duration.ts';
import { emptyLabels, type Labels, labelValue } from '../alert/labels.ts';
import { formatMatchers, matchesAll } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import { canonicalTimestamp, type Instant, instantOf } from '../alert/timestamp.ts';
import { systemClock } from '../clock.ts';
import { lookJson } from '../http/api/lookJson.ts';
import { bareContext } from '../pipeline/bareContext.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import { type Preview, preview } from '../pipeline/preview.ts';
import { supposedEpisode } from '../pipeline/supposedEpisode.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { lookLine } from './lookLine.ts';
import { readConfig } from './readConfig.ts';
import { URL_OPTION } from './remote.ts';
import { type RoutePreview, routeAnswer } from './routeAnswer.ts';

interface Options {
  readonly config?: string;
  readonly integration?: string;
  readonly at?: string;
  readonly url?: string;
}

/**
 * `test-route label=value …`: on the first line the receivers, comma-separated; then why. Those of the routing tree; with `--at` or
 * `--url` those that are told then or there: none while something holds the alert back.
 */
export function testRouteCommand(io: CliIo): Command {
  return new Command('test-route')
    .description('which receivers an alert with these labels goes to, and why')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml, else the built-in defaults)')
    .option('--integration <name>', 'add the labels that this integration adds')
    .option('--at <time>', 'who is told at this time, as in 2026-01-31T12:00:00Z')
    .option(URL_OPTION[0], 'who this server would tell, by its configuration: with what it silences and what fires there')
    .argument('[labels...]', 'label=value')
    .action(async (pairs: string[], options: Options) => {
      const at = readTime(options.at);
      const labels = readLabels(pairs);
      const { url, config, integration } = options;
      const lines =
        url === undefined
          ? localLines(labels, readPolicy(io, config, integration, labels), at)
          : serverLines(await answerOf(io, url, { config, integration, labels, at }));
      io.stdout(`${lines.join('\n')}\n`);
    });
}

/** The configuration here; `labels` get those that the integration adds. */
function readPolicy(io: CliIo, config: string | undefined, integration: string | undefined, labels: Labels): Policy {
  const policy = compilePolicy(readConfig(io, config, { withoutSecrets: true }).config.policy);
  if (integration !== undefined) Object.assign(labels, labelsOf(integration, policy));
  return policy;
}

/** Everything is the server's answer: rules of one place and alerts of another would contradict each other. */
async function answerOf(
  io: CliIo,
  url: string,
  {
    config,
    integration,
    labels,
    at,
  }: {
    readonly config: string | undefined;
    readonly integration: string | undefined;
    readonly labels: Labels;
    readonly at: Instant | null;
  },
): Promise<RoutePreview> {
  if (config === undefined) return routeAnswer(io, url, { labels, at, integration: integration ?? null });
  if (integration !== undefined) readPolicy(io, config, integration, labels);
  const use = integration === undefined ? 'is not read' : `gives the labels of ${integration} only`;
  io.stderr(`${config} ${use}: with --url the server answers, by its own configuration; leave --url out to ask the file\n`);
  return routeAnswer(io, url, { labels, at, integration: null });
}

function readTime(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const time = canonicalTimestamp(text);
  if (time === null) throw new CliExit(2, `--at ${text} is no time: write 2026-01-31T12:00:00Z, or with an offset as +01:00`);
  return instantOf(time);
}

function readLabels(pairs: readonly string[]): Record<string, string> {
  const labels = emptyLabels();
  for (const pair of pairs) {
    const [, operator] = /^[^=]*?(=~|!=|!~)/.exec(pair) ?? [];
    if (operator !== undefined) {
      const why = `${JSON.stringify(pair)} is a matcher (${operator}), and an alert has one value for each label`;
      throw new CliExit(2, `${why}: write label=value, as in severity=critical`);
    }
    const at = pair.indexOf('=');
    if (at < 1) throw new CliExit(2, `${JSON.stringify(pair)} is not a label: write label=value, as in severity=critical`);
    labels[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return labels;
}

function labelsOf(integration: string, policy: Policy): Labels {
  const found = policy.integrations.get(integration);
  const names = [...policy.integrations.keys()].join(', ');
  if (!found) throw new CliExit(2, `--integration: there is no ${JSON.stringify(integration)}; there is ${names}`);
  return found.labels;
}

/** By a configuration that is read here, with nothing that fires. */
function localLines(labels: Labels, policy: Policy, at: Instant | null): string[] {
  const now = at ?? systemClock().now();
  const { severity, urgency, receivers, told, untold, absence, against, looked } = preview(
    supposedEpisode(labels, now, policy),
    bareContext(now, policy),
  );
  const looks = looked.filter(({ stage }) => stage !== 'grouping').map((look) => lookLine(lookJson(look)));
  return [
    ...receiverLines(at === null ? receivers : told),
    ...untoldLines(untold),
    ...againstLines(against),
    ...absenceLines(absence),
    severityLine(labels, severity),
    ...(policy.urgency && !absence ? [`urgency: ${urgency}, as far as it speaks for itself`] : []),
    ...(absence ? [] : [groupingLine(labels, severity, policy)]),
    ...looks,
  ];
}

function serverLines({ told, untold, absence, against, severity, urgency, looked }: RoutePreview): string[] {
  return [
    ...receiverLines(told),
    ...untoldLines(untold),
    ...againstLines(against),
    ...absenceLines(absence),
    `severity: ${severity}`,
    ...(absence ? [] : [`urgency: ${urgency}, as far as it speaks for itself`]),
    ...looked.map(lookLine),
  ];
}

/** The first is for scripts, which read it as a list: where that is empty, the second says so to people. */
function receiverLines(names: readonly string[]): string[] {
  return names.length > 0 ? [names.join(',')] : ['', 'nobody is told'];
}

function untoldLines(untold: Preview['untold']): string[] {
  return untold.map(({ receiver, because }) => `receiver ${receiver} ${because}`);
}

function againstLines(against: readonly Pick<RoutePreview['against'][number], 'do' | 'by' | 'because'>[]): string[] {
  return against.map(({ by, because, do: does }) => `${does === 'defer' ? 'put off' : 'held back'} by ${by}: ${because}`);
}

function absenceLines(absence: readonly string[] | null): string[] {
  return absence === null ? [] : [`its absence is told to ${absence.join(', ')}, at high urgency`];
}

function severityLine(labels: Labels, severity: Severity): string {
  const sent = labelValue(labels, 'severity');
  if (sent === severity) return `severity: ${severity}`;
  return `severity: ${severity} ${sent === '' ? '(the alert has none)' : `(sent as ${JSON.stringify(sent)}); matchers see both`}`;
}

function groupingLine(labels: Labels, severity: Severity, policy: Policy): string {
  const at = policy.grouping.findIndex((rule) => matchesAll(rule.matchers, labels, severity));
  const rule = policy.grouping[at];
  if (!rule) return 'grouping: none';
  const by = rule.groupBy === 'sender' ? "the sender's group labels" : rule.groupBy.join(', ');
  // The last rule may be the built-in one, which stands in no file; it has no matchers, as the last one always has.
  const place = rule.matchers.length > 0 ? `grouping[${at}] ${formatMatchers(rule.matchers)}` : 'everything else';
  const times = `group_wait ${formatDuration(rule.groupWaitMs)}, reopen_window ${formatDuration(rule.reopenWindowMs)}`;
  return `grouping: ${place}: by ${by}; ${times}`;
}
