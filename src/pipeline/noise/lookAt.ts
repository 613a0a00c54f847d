import type { Episode } from '../../alert/alert.ts';
import { failedMatcher } from '../../alert/failedMatcher.ts';
import type { Matcher } from '../../alert/matcher.ts';
import type { Severity } from '../../alert/severity.ts';
import type { RuleLook } from './rule.ts';

/**
 * Looks through a rule's list, in its order, up to and including what holds the alert back: of what does not match the first
 * matcher that failed, of what does whatever `found` says of it. `found` may stop the search by `last`.
 */
export function lookAt<Item extends { readonly matchers: readonly Matcher[] }>(
  items: readonly Item[],
  episode: Episode,
  severity: Severity,
  found: (item: Item, index: number) => RuleLook & { readonly last?: boolean },
  pathOf: (item: Item, index: number) => string,
): RuleLook[] {
  const looks: RuleLook[] = [];
  for (const [index, item] of items.entries()) {
    const failed = failedMatcher(item.matchers, episode.labels, severity);
    if (failed) {
      looks.push({ path: pathOf(item, index), kind: 'skips', failed });
      continue;
    }
    const { last = false, ...look } = found(item, index);
    looks.push(look);
    if (last || look.kind === 'holds') break;
  }
  return looks;
}
