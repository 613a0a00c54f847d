import { alertName, type Episode } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Policy } from './compilePolicy.ts';
import { listAlerts } from './listAlerts.ts';
import { type InhibitMark, inhibitRoles } from './noise/inhibitRoles.ts';
import { releaseAt } from './releaseAt.ts';
import type { MemoryKey } from './ruleMemory.ts';
import type { Workspace } from './workspace.ts';

/** Counts an alert that fires as the source that it is by the rules of now. Sets `sources` of the episode, which is the caller's. */
export function countSources(work: Workspace, episode: Episode, severity: Severity, policy: Policy): void {
  work.failures.ask('inhibit', episode, undefined, () => countByRules(work, episode, severity, policy));
}

function countByRules(work: Workspace, episode: Episode, severity: Severity, policy: Policy): void {
  const roles = inhibitRoles(episode.labels, severity, policy).filter(({ isSource }) => isSource);
  const keys = roles.map(({ key, isTarget }) => (isTarget ? `${key}+` : key));
  const by = alertName(episode.labels) === '' ? episode.fingerprint : listAlerts([episode]);
  for (const key of keys) if (!episode.sources.includes(key)) change(work, key, 1, by);
  for (const key of episode.sources) if (!keys.includes(key)) change(work, key, -1, by);
  episode.sources = keys;
}

/** It has ended, and inhibits nothing any more. */
export function uncountSources(work: Workspace, episode: Episode): void {
  work.failures.ask('inhibit', episode, undefined, () => {
    for (const key of episode.sources) change(work, key, -1, '');
  });
  episode.sources = [];
}

/** The last source of its kind that ends frees what it held. */
function change(work: Workspace, counted: string, by: 1 | -1, who: string): void {
  const isBoth = counted.endsWith('+');
  const key: MemoryKey<InhibitMark> = isBoth ? counted.slice(0, -1) : counted;
  const mark = work.memory.recall(key) ?? { sources: 0, both: 0, by: who };
  const sources = mark.sources + (isBoth ? 0 : by);
  const both = mark.both + (isBoth ? by : 0);
  const isNone = sources <= 0 && both <= 0;
  work.memory.remember(key, isNone ? null : { sources, both, by: by > 0 ? who : mark.by });
  if (by < 0 && (isBoth ? both : sources) <= 0) releaseAt(work, key, work.now);
}
