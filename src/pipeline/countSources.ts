import { alertName, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { listAlerts } from './listAlerts.ts';
import { type InhibitMark, inhibitRoles } from './noise/inhibitRoles.ts';
import { releaseAt } from './releaseAt.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

const MOST_NAMED = 10;
const NOBODY: InhibitMark = { sources: 0, both: 0, named: { sources: [], both: [] } };

/** Counts an alert that fires as the source that it is by the rules of now. Sets `sources` of the episode, which is the caller's. */
export function countSources(work: Workspace, episode: Episode, severity: Severity, policy: Policy): void {
  work.failures.ask('inhibit', episode, undefined, () => countByRules(work, episode, severity, policy));
}

function countByRules(work: Workspace, episode: Episode, severity: Severity, policy: Policy): void {
  const roles = inhibitRoles(episode.labels, severity, policy).filter(({ isSource }) => isSource);
  if (roles.length === 0 && episode.sources.length === 0) return;
  const keys = roles.map(({ key, isTarget }) => (isTarget ? `${key}+` : key));
  const by = nameOf(episode);
  for (const key of keys) if (!episode.sources.includes(key)) change(work, key, 1, by);
  for (const key of episode.sources) if (!keys.includes(key)) change(work, key, -1, by);
  episode.sources = keys;
}

/** It has ended, and inhibits nothing any more. */
export function uncountSources(work: Workspace, episode: Episode): void {
  work.failures.ask('inhibit', episode, undefined, () => {
    for (const key of episode.sources) change(work, key, -1, nameOf(episode));
  });
  episode.sources = [];
}

function nameOf(episode: Episode): string {
  return alertName(episode.labels) === '' ? episode.fingerprint : listAlerts([episode]);
}

/** The last source of its kind that ends frees what it held. */
function change(work: Workspace, counted: string, by: 1 | -1, who: string): void {
  const isBoth = counted.endsWith('+');
  const key: MemoryKey<InhibitMark> = isBoth ? counted.slice(0, -1) : counted;
  const kind = isBoth ? 'both' : 'sources';
  const mark = work.memory.recall(key) ?? NOBODY;
  const left = mark[kind] + by;
  const named = by > 0 ? [...mark.named[kind], who].slice(-MOST_NAMED) : withoutLast(mark.named[kind], who);
  const next = { ...mark, [kind]: left, named: { ...mark.named, [kind]: named } };
  work.memory.remember(key, next.sources <= 0 && next.both <= 0 ? null : next);
  if (by < 0 && left <= 0) releaseAt(work, key, work.now);
}

function withoutLast(names: readonly string[], name: string): readonly string[] {
  const place = names.lastIndexOf(name);
  return place < 0 ? names : names.toSpliced(place, 1);
}
