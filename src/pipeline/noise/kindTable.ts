import { expressionWords, nameWords } from './kindTableText.ts';
import { KIND_WORDS } from './kindTableWords.ts';

export type Kind = 'symptom' | 'cause' | 'unknown';

/**
 * What the words of an alert's name and of its PromQL expression say of its kind. The strongest word decides, and one in the
 * name is half a step stronger than one in the expression: the name says what is meant, the expression how it is measured.
 * `unknown` where no word is known, or the strongest ones disagree.
 */
export function kindTable(name: string, expression: string): Kind {
  const inName = strongest(nameWords(name), 'name', 0.5);
  const inExpression = strongest(expressionWords(expression), 'expression', 0);
  const symptom = Math.max(inName.symptom, inExpression.symptom);
  const cause = Math.max(inName.cause, inExpression.cause);
  if (symptom === cause) return 'unknown';
  return symptom > cause ? 'symptom' : 'cause';
}

function strongest(words: string, place: 'name' | 'expression', bonus: number): { symptom: number; cause: number } {
  const found = { symptom: 0, cause: 0 };
  if (words === '') return found;
  for (const entry of KIND_WORDS) {
    if (entry.strength + bonus > found[entry.kind] && entry[place]?.test(words)) found[entry.kind] = entry.strength + bonus;
  }
  return found;
}
