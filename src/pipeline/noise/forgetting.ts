import type { RuleMemory } from '../ruleMemory.ts';

/** What rules remember, without what stands under one key: for asking what would be if that were not. */
export function forgetting(memory: Pick<RuleMemory, 'recall'>, key: string): Pick<RuleMemory, 'recall'> {
  return { recall: (other) => (other === key ? null : memory.recall(other)) };
}
