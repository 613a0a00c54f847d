import type { Episode } from '../../src/alert/alert.ts';
import type { Sign } from '../../src/incident/incident.ts';
import type { PolicySource, UrgencyRule } from '../../src/pipeline/policy.ts';

type When = NonNullable<UrgencyRule['when']>;

/**
 * What `urgency` says of one alert by itself: high, low, or high when a condition is met. From its labels and the configuration, as the
 * documentation has it, for the labels and matchers of `traceMoves.ts`: written without a look at the pipeline.
 */
export function saysOf({ labels }: Pick<Episode, 'labels'>, { urgency, services, kinds }: PolicySource): 'high' | 'low' | When {
  if (!urgency) return 'high';
  const { alertname = '', team } = labels;
  const seen: Readonly<Record<string, string | undefined>> = { ...labels, team: team ?? teamOf(alertname, services) };
  const kind = kinds.some(({ matchers }) => matchers.every((each) => holds(each, seen))) ? 'cause' : 'unknown';
  const rule = urgency.rules.find(
    ({ matchers, kinds: of }) => matchers.every((each) => holds(each, seen)) && (of.length === 0 || of.includes(kind)),
  );
  if (!rule) return urgency.default;
  return rule.urgency === 'high' && rule.when ? rule.when : rule.urgency;
}

/** Whether what it says wakes somebody now: what it waits for stands, and is of about its time. */
export function isMet(when: When, own: Episode, standing: readonly Sign[], services: PolicySource['services']): boolean {
  const mine = standing.find((sign) => isOf(sign, own));
  if (!mine) return false;
  const near = (withinMs: number): readonly Sign[] =>
    standing.filter((sign) => [mine.at, own.receivedAt].every((at) => Math.abs(sign.at - at) <= withinMs));
  if ('secondSignMs' in when) return near(when.secondSignMs).some((sign) => !isOf(sign, own));
  if ('services' in when) {
    const named = [mine, ...near(when.withinMs)].flatMap(({ service }) => service ?? []);
    return new Set(named).size >= when.services;
  }
  const above = services.filter(({ dependsOn }) => dependsOn.includes(mine.service ?? '')).map(({ name }) => name);
  return above.length < when.dependants || near(when.withinMs).some(({ service }) => above.includes(service ?? ''));
}

export function isOf({ alertname, host }: Pick<Sign, 'alertname' | 'host'>, { labels }: Pick<Episode, 'labels'>): boolean {
  return alertname === (labels.alertname ?? '') && (host ?? '') === (labels.instance ?? '');
}

function teamOf(service: string, services: PolicySource['services']): string | undefined {
  return services.find(({ name }) => name === service)?.team ?? undefined;
}

function holds(matcher: string, labels: Readonly<Record<string, string | undefined>>): boolean {
  const [, name = '', operator = '', value = ''] = /^(\w+)(=~|!=|=)"(.*)"$/.exec(matcher) ?? [];
  const actual = labels[name] ?? '';
  if (operator === '=~') return value.split('|').includes(actual);
  return (actual === value) === (operator === '=');
}
