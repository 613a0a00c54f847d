import { MatcherError } from '../../../alert/matcherError.ts';
import { compileMatcherRegex } from '../../../alert/matcherRegex.ts';
import { TemplateError } from '../../../template/templateError.ts';
import { type QueryToken, SLOT_MARK } from './queryTokens.ts';

/**
 * Refuses a query whose selector Loki refuses: it needs a matcher that does not match the empty value (Loki, `validateMatchers`).
 * A slot is never filled with nothing, so it counts as a letter.
 * @throws TemplateError
 */
export function checkSelectors(tokens: readonly QueryToken[]): void {
  const opens = tokens.flatMap((token, at) => (isSign(token, '{') ? [at] : []));
  if (opens.length === 0) throw new TemplateError('has no selector: LogQL begins with {label="value"}');
  for (const open of opens) {
    const close = tokens.findIndex((token, at) => at > open && isSign(token, '}'));
    if (close < 0) throw new TemplateError('has a { without its }');
    if (!mayMatchAll(tokens.slice(open + 1, close))) continue;
    throw new TemplateError('has a selector that may match every stream: add a matcher that cannot match nothing, as in app="x"');
  }
}

function isSign(token: QueryToken, text: string): boolean {
  return token.kind === 'sign' && token.text === text;
}

/** Whether every matcher takes the empty value. What is not understood here is left to Loki. */
function mayMatchAll(inside: readonly QueryToken[]): boolean {
  const matchers = inside.flatMap(({ kind, text, quote }, at) => {
    const operator = inside[at - 1];
    return kind === 'string' && operator?.kind === 'sign' ? [{ operator: operator.text, value: valueIn(text, quote) }] : [];
  });
  return matchers.every(({ operator, value }) => takesEmpty(operator, value));
}

function takesEmpty(operator: string, value: string): boolean {
  if (operator === '=') return value === '';
  if (operator === '!=') return value !== '';
  if (operator !== '=~' && operator !== '!~') return false;
  try {
    return compileMatcherRegex(value)('') === (operator === '=~');
  } catch (error) {
    if (!(error instanceof MatcherError)) throw error;
    throw new TemplateError(`has a selector that Loki refuses: ${error.message}`);
  }
}

function valueIn(text: string, quote: QueryToken['quote']): string {
  const filled = text.replaceAll(SLOT_MARK, 'x');
  return quote === '`' ? filled : filled.replace(/\\(["\\])/g, '$1');
}
