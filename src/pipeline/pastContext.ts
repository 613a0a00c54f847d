import type { Instant } from '../alert/timestamp.ts';
import type { Policy } from './compilePolicy.ts';
import type { RuleContext } from './noise/rule.ts';
import { RuleMemory } from './ruleMemory.ts';
import type { Trace } from './trace.ts';

/** What the rules could look at when a decision was made, as far as its trace holds it: all that made a difference. */
export function pastContext({ recalled = [] }: Trace, now: Instant, policy: Policy): RuleContext {
  return { now, policy, memory: new RuleMemory(recalled) };
}
