import { TemplateError } from '../../../template/templateError.ts';
import { encodeInString } from './encodeInString.ts';
import { checkSelectors } from './logqlSelector.ts';
import { type QueryTemplate, readQueryTemplate } from './queryTemplate.ts';
import { type QueryDialect, type QueryToken, queryTokens } from './queryTokens.ts';

/** Loki scans with Go's `text/scanner`, so Go's comments are comments beside `#`. */
const LOGQL: QueryDialect = {
  name: 'LogQL',
  quotes: '"`',
  comment: /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y,
  sign: /\|[=~>]|!=|!~|!>|=~|==|[<>]=/y,
};

const PLAIN = new Set(['=', '!=', '|=']);
const REGEX = new Set(['=~', '!~', '|~']);
/** Stages in which `x="…"` is no comparison but an instruction: a template, a path into JSON. */
const INSTRUCTIONS = new Set(['json', 'logfmt', 'label_format', 'line_format', 'regexp', 'pattern', 'unpack', 'unwrap']);

/**
 * The template of a LogQL query. A slot stands inside a string, as the value of a comparison or of a line filter; whatever an alert
 * puts there, the query keeps its shape.
 * @throws TemplateError for a slot in any other place, and for a selector that Loki refuses because it may match everything
 */
export function encodeLogql(source: string): QueryTemplate {
  const tokens = queryTokens(source, LOGQL);
  checkSelectors(tokens);
  return readQueryTemplate(source, ({ written }, index) => {
    const at = tokens.findIndex(({ slots }) => slots.includes(index));
    return encodeInString(tokens[at] as QueryToken, written, isRegex(tokens, at, written));
  });
}

function isRegex(tokens: readonly QueryToken[], at: number, written: string): boolean {
  const before = tokens[at - 1];
  // `|= "a" or "b"`: the operator is the first one's.
  if (before?.text === 'or' && before.kind === 'word' && tokens[at - 2]?.kind === 'string')
    return isRegex(tokens, at - 2, written);
  if (before?.kind === 'sign' && REGEX.has(before.text)) return true;
  if (before?.kind === 'sign' && PLAIN.has(before.text) && !(before.text === '=' && isInstruction(tokens, at))) return false;
  throw new TemplateError(
    `has ${written} where a value would be read as an instruction: it may stand in a string after =, !=, =~, !~, |= or |~`,
  );
}

function isInstruction(tokens: readonly QueryToken[], at: number): boolean {
  const pipe = tokens.slice(0, at).findLastIndex(({ kind, text }) => kind === 'sign' && /^\|[=~>]?$/.test(text));
  return pipe >= 0 && tokens.slice(pipe, at).some(({ kind, text }) => kind === 'word' && INSTRUCTIONS.has(text));
}
