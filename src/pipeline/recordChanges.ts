import { MOST_RECENT_CHANGES, recentChanges } from './noise/recentChanges.ts';
import type { ServiceChange } from './serviceChange.ts';
import type { Workspace } from './workspace.ts';

/** Longer than that no line about an alert gets. */
const SHOWN = 120;

/** Keeps changes for people, and the newest of each service for the rule that looks at them. */
export function recordChanges(work: Workspace, changes: readonly ServiceChange[]): void {
  for (const change of changes) {
    work.record(change);
    const key = recentChanges(change.service, change.cluster);
    const { at, endedAt } = change;
    // They may be told of in any order.
    const before = work.failures.ask('changes', null, [], () => [...(work.memory.recall(key) ?? [])]);
    const all = [...before, { at, endedAt, what: whatOf(change) }].sort((a, b) => a.at - b.at);
    work.memory.remember(key, all.slice(-MOST_RECENT_CHANGES));
  }
}

function whatOf({ summary, version }: ServiceChange): string {
  const text = version === null || summary.includes(version) ? summary : `${summary}, ${version}`;
  const characters = Array.from(text);
  return characters.length <= SHOWN ? text : `${characters.slice(0, SHOWN - 1).join('')}…`;
}
