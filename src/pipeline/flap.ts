import { alertName, type Episode } from '../alert/alert.ts';
import { labelValue } from '../alert/labels.ts';
import { severityOf } from '../alert/severity.ts';
import type { Incident } from '../incident/incident.ts';
import { resolve } from '../incident/transitions.ts';
import { canonicalJson } from './canonicalJson.ts';
import type { Change } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { lookAgain } from './lookAgain.ts';
import { COUNTED_SINCE, countFlap, type Flaps, flappingText, flapsKey } from './noise/flapping.ts';
import type { PolicySource } from './policy.ts';
import type { MemoryKey } from './ruleMemory.ts';
import { saySolved } from './saySolved.ts';
import { tell } from './tell.ts';
import type { Workspace } from './workspace.ts';

const NAME_SHOWN = 100;

/** An alert begins to fire, or ends: its group may flap by that, and what the rule holds waits for longer. */
export function flap(work: Workspace, episode: Episode, by: 1 | -1, policy: Policy): void {
  work.failures.ask('flapping', episode, undefined, () => count(work, episode, by, policy));
}

function count(work: Workspace, episode: Episode, by: 1 | -1, policy: Policy): void {
  const { flapping: rule } = policy;
  if (!rule || episode.group === '') return;
  const key = keyOf(episode, policy);
  const flaps = countFlap(work.memory.recall(key), by, work.now, rule, work.memory.recall(COUNTED_SINCE));
  work.memory.remember(key, flaps.at.length === 0 && flaps.firing === 0 ? null : flaps);
  if (flaps.until <= work.now) return;
  work.setTimer({
    key: `release:${key}`,
    kind: 'release',
    dueAt: flaps.until,
    incident: null,
    integration: null,
    fingerprint: null,
  });
}

/** What began before the rule was there, or was counted by other severities, may end where nobody sees it: it counts no more. */
export function countAnew(work: Workspace, next: PolicySource, last: PolicySource): void {
  const isSame = last.noise.flapping !== null && canonicalJson(next.severities) === canonicalJson(last.severities);
  if (next.noise.flapping && !isSame) work.memory.remember(COUNTED_SINCE, work.entry.position);
}

/** Nothing of the incident fires any more, but what was in it flaps: it stays open until that has been calm. */
export function keepOpenWhileFlapping(work: Workspace, change: Change, policy: Policy): boolean {
  return work.failures.ask('flapping', change.incident, false, () => flaps(work, change, policy));
}

function flaps(work: Workspace, { incident, ended }: Change, policy: Policy): boolean {
  if (!policy.flapping || incident.alarm) return false;
  let last: { readonly flaps: Flaps; readonly episode: Episode } | null = null;
  for (const episode of ended) {
    const flaps = work.memory.recall(keyOf(episode, policy));
    if (flaps && flaps.until > (last?.flaps.until ?? work.now)) last = { flaps, episode };
  }
  if (!last) return false;
  const { number } = incident;
  lookAgain(work, 'calm', number, last.flaps.until);
  const text = flappingRemark(last.episode, flappingText(last.flaps, policy.flapping));
  if (incident.flapping === null)
    work.say({ incident: number, clockSource: 'received', type: 'decision', actor: 'tocsin', source: 'rule', text, data: {} });
  incident.flapping = text;
  work.touch(incident);
  return true;
}

/** What an incident says of what flaps in it. */
export function flappingRemark({ labels }: Episode, because: string): string {
  const name = Array.from(alertName(labels)).slice(0, NAME_SHOWN).join('');
  return `${name || 'It'} ${because}`;
}

/** What stands in the channels is put right; who was woken and saw it end is not woken by that. */
export function tellQuietly(work: Workspace, incident: Incident, policy: Policy): void {
  if (incident.notifiedAt === null) return;
  const wake = incident.targets.filter(({ target }) => policy.targets.get(target)?.notifier === 'pagerduty');
  tell(work, incident, 'some_resolved', '', policy, new Set(wake.map(({ target }) => target)));
}

/** It has been calm: what does not fire any more is over. */
export function calmDown(work: Workspace, incident: Incident, policy: Policy): void {
  incident.flapping = null;
  work.touch(incident);
  if (incident.firing > 0 || !resolve(incident, 'alerts', work.now)) return;
  saySolved(work, incident, 'nothing of it fires any more, and it has been calm');
  if (incident.notifiedAt !== null)
    tell(work, incident, 'resolved', `Resolved: #${incident.number} has been calm, and nothing of it fires`, policy);
}

function keyOf({ group, labels }: Episode, policy: Policy): MemoryKey<Flaps> {
  return flapsKey(group, severityOf(labelValue(labels, 'severity'), policy.severities));
}
