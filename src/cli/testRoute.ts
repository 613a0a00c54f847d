import { Command } from 'commander';
import { formatDuration } from '../alert/duration.ts';
import { emptyLabels, type Labels, labelValue } from '../alert/labels.ts';
import { formatMatcher, formatMatchers, matchesAll } from '../alert/matcher.ts';
import { type Severity, severityOf } from '../alert/severity.ts';
import { compilePolicy, type Policy } from '../pipeline/compilePolicy.ts';
import { type RouteStep, route } from '../pipeline/route/route.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { readConfig } from './readConfig.ts';

/** `test-route label=value …`: on the first line the receivers, comma-separated; then why. */
export function testRouteCommand(io: CliIo): Command {
  return new Command('test-route')
    .description('which receivers an alert with these labels goes to, and why')
    .option('--config <file>', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml, else the built-in defaults)')
    .option('--integration <name>', 'add the labels that this integration adds')
    .argument('[labels...]', 'label=value')
    .action((pairs: string[], options: { config?: string; integration?: string }) => {
      const labels = readLabels(pairs);
      const policy = compilePolicy(readConfig(io, options.config).config.policy);
      if (options.integration !== undefined) Object.assign(labels, labelsOf(options.integration, policy));
      io.stdout(`${explain(labels, policy).join('\n')}\n`);
    });
}

function readLabels(pairs: readonly string[]): Record<string, string> {
  const labels = emptyLabels();
  for (const pair of pairs) {
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

function explain(labels: Labels, policy: Policy): string[] {
  const severity = severityOf(labelValue(labels, 'severity'), policy.severities);
  const { receivers, trace } = route(policy.route, labels, severity);
  const silent = receivers.filter((name) => policy.receivers.get(name)?.targets.length === 0);
  return [
    receivers.join(','),
    ...silent.map((name) => `receiver ${name} has no configs: recorded, never sent`),
    severityLine(labels, severity),
    groupingLine(labels, severity, policy),
    ...trace.map(traceLine),
  ];
}

function severityLine(labels: Labels, severity: Severity): string {
  const sent = labelValue(labels, 'severity');
  if (sent === severity) return `severity: ${severity}`;
  return `severity: ${severity} (${sent === '' ? 'the alert has none' : `sent as ${JSON.stringify(sent)}`}); matchers see both`;
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

function traceLine({ path, receiver, outcome }: RouteStep): string {
  switch (outcome.kind) {
    case 'takes':
      return `${path}: goes to ${receiver}`;
    case 'enters':
      return `${path}: matches, and routes below it take the alert`;
    case 'skips': {
      const actual = outcome.actual === '' ? 'no such label' : JSON.stringify(outcome.actual);
      return `${path}: no, ${formatMatcher(outcome.failed)} does not hold (the alert has ${actual})`;
    }
  }
}
