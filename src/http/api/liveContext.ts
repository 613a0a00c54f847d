import type { Episode } from '../../alert/alert.ts';
import type { Instant } from '../../alert/timestamp.ts';
import type { Policy } from '../../pipeline/compilePolicy.ts';
import type { RuleContext } from '../../pipeline/noise/rule.ts';
import { recalls } from '../../pipeline/recalls.ts';
import { RuleMemory } from '../../pipeline/ruleMemory.ts';
import type { Database } from '../../store/database.ts';
import { readMemory } from '../../store/readMemory.ts';

/** What the rules would look at if these alerts fired at `at`: what the engine remembers now, of what fires here. */
export async function liveContext(db: Database, episodes: readonly Episode[], policy: Policy, at: Instant): Promise<RuleContext> {
  return { now: at, policy, memory: new RuleMemory(await readMemory(db, recalls([], episodes, policy))) };
}
