import type { Episode } from '../../alert/alert.ts';
import type { Instant } from '../../alert/timestamp.ts';
import { bareContext } from '../../pipeline/bareContext.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import { isFaded } from '../../pipeline/isFaded.ts';
import type { RuleContext } from '../../pipeline/noise/rule.ts';
import { recalls } from '../../pipeline/recalls.ts';
import { RuleMemory } from '../../pipeline/ruleMemory.ts';
import { SilenceIndex } from '../../silence/silenceIndex.ts';
import type { Database } from '../../store/database.ts';
import { readMemory } from '../../store/readMemory.ts';
import { readLiveSilences } from '../../store/readSilences.ts';

/** What the rules would look at if these alerts fired alone at `at`: what the engine remembers, fires and is silenced now. */
export async function liveContext(db: Database, episodes: readonly Episode[], policy: Policy, at: Instant): Promise<RuleContext> {
  const memory = new RuleMemory(await readMemory(db, recalls([], episodes, [], policy)), (key, value) => isFaded(key, value, at));
  const live = await readLiveSilences(db);
  const silences = new SilenceIndex(live, policy.timeIntervals);
  return {
    ...bareContext(at, policy),
    memory,
    silenceOf: (labels, severity, now, except) => silences.hides(labels, severity, now, except),
    otherSilences: live,
  };
}
