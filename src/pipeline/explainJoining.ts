import { formatDuration } from '../alert/duration.ts';
import { failedMatcher } from '../alert/failedMatcher.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import type { Asked } from './asked.ts';
import { neighbours } from './group/neighbours.ts';
import type { Look } from './look.ts';
import type { StormPolicy } from './policy.ts';
import { subjectOf } from './subjectOf.ts';

const SHOWN = 5;

/**
 * What was looked at for another incident that an alert belongs to: storm, dependencies, same_host, together; and why it moved to
 * none, as far as its labels and what became of it tell.
 */
export function explainJoining(asked: Asked): readonly Look[] {
  const { policy } = asked.context;
  const { storm } = policy;
  const looks: Look[] = [];
  if (storm) {
    const what = stormOf(storm, asked.episode.labels);
    looks.push(
      look(asked, 'storm', 'noise.storm', `it is of no storm (${what})`, `it joins a storm where there is one (${what})`),
    );
  }
  if (asked.became?.moved === 'storm') return looks;
  return [...looks, ...alongServices(asked), ...onHost(asked), ...together(asked)];
}

/** What would be a storm where this alert is. */
function stormOf({ alerts, windowMs, by }: StormPolicy, labels: Labels): string {
  const many = alerts === 1 ? 'one new alert' : `${alerts} new alerts`;
  const places = by.map((name) => {
    const value = labelValue(labels, name);
    return value === '' ? `without ${name}` : `with ${name}=${value}`;
  });
  return [`more than ${many} within ${formatDuration(windowMs)}`, ...places].join(' ');
}

function alongServices(asked: Asked): Look[] {
  const { episode, severity, context } = asked;
  const { policy } = context;
  const { service } = subjectOf(episode.labels, severity, policy);
  if (!policy.dependencies) return [];
  const path = 'noise.dependencies';
  if (service === null) return [outside('dependencies', path, 'it speaks of no known service')];
  const others = neighbours(service, policy).map(({ name }) => name);
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : '';
  const names = `${others.slice(0, SHOWN).join(', ')}${more}`;
  const within = `within ${formatDuration(policy.dependencies.windowMs)}`;
  const none = `no incident of ${names} that is open ${within} has taken it`;
  return [look(asked, 'dependencies', path, none, `it hangs together with ${names}, ${within}`)];
}

function onHost(asked: Asked): Look[] {
  const { episode, severity, context } = asked;
  const { sameHost } = context.policy;
  if (!sameHost) return [];
  const path = 'noise.same_host';
  const { host } = subjectOf(episode.labels, severity, context.policy);
  if (host === null) return [outside('same_host', path, 'it speaks of no host')];
  const where = `of host ${host} that is open within ${formatDuration(sameHost.windowMs)}`;
  return [look(asked, 'same_host', path, `no incident ${where} has taken it`, `it joins an incident ${where}`)];
}

function together(asked: Asked): Look[] {
  const { episode, severity, context } = asked;
  return context.policy.together.map((rule): Look => {
    const { path, equal, windowMs } = rule;
    const failed = failedMatcher(rule.target, episode.labels, severity);
    if (failed) return { stage: 'joining', rule: 'together', path, outcome: 'skips', because: null, failed };
    if (!failedMatcher(rule.source, episode.labels, severity)) return outside('together', path, 'it is a source there itself');
    const same = equal.length > 0 ? ` with the same ${equal.join(', ')}` : '';
    const source = `a source${same} within ${formatDuration(windowMs)}`;
    return look(asked, 'together', path, `no incident of ${source} has taken it`, `it joins the incident of ${source}`);
  });
}

/** `none` is said where it did not move, `would` where that is not known. */
function look({ became }: Asked, rule: string, path: string, none: string, would: string): Look {
  const common = { stage: 'joining', rule, path, failed: null } as const;
  if (!became) return { ...common, outcome: 'passes', because: would };
  if (became.moved === rule) return { ...common, outcome: 'takes', because: 'it went into the incident that this found' };
  if (became.moved === null && became.as === null)
    return { ...common, outcome: 'passes', because: 'it had its incident already, and stayed there' };
  const isAtHome = became.moved === null && (became.as === 'joined' || became.as === 'raised');
  const because = isAtHome && rule !== 'storm' ? 'its group had an open incident, where it belongs' : none;
  return { ...common, outcome: 'passes', because };
}

function outside(rule: string, path: string, because: string): Look {
  return { stage: 'joining', rule, path, outcome: 'passes', because, failed: null };
}
