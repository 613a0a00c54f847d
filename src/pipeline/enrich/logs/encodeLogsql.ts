import { TemplateError } from '../../../template/templateError.ts';
import { encodeInString } from './encodeInString.ts';
import { type QueryTemplate, readQueryTemplate } from './queryTemplate.ts';
import { type QueryDialect, type QueryToken, queryTokens } from './queryTokens.ts';

const LOGSQL: QueryDialect = { name: 'LogsQL', quotes: '"\'`', comment: /#[^\n]*/y, sign: /=~|!~|!=|[<>]=/y };

const REGEX = new Set(['~', '=~', '!~']);
/** Functions that take their arguments as they are. Others read them: `pattern_match` its `<N>`, `range` its numbers. */
const FUNCTIONS = new Set(['in', 'contains_all', 'contains_any', 'exact', 'i', 'seq']);
const OPERATORS = new Set(['and', 'or', 'not']);

/**
 * The template of a LogsQL query. A slot stands inside a string, as a value, before the first pipe; whatever an alert puts there, the
 * query keeps its shape.
 * @throws TemplateError for a slot in any other place
 */
export function encodeLogsql(source: string): QueryTemplate {
  const tokens = queryTokens(source, LOGSQL);
  if (tokens.length === 0) throw new TemplateError('asks for nothing: write * for every line');
  return readQueryTemplate(source, ({ written }, index) => {
    const at = tokens.findIndex(({ slots }) => slots.includes(index));
    return encodeInString(tokens[at] as QueryToken, written, isRegex(tokens, at, written));
  });
}

function isRegex(tokens: readonly QueryToken[], at: number, written: string): boolean {
  const before = tokens.slice(0, at);
  if (before.some(({ kind, text }) => kind === 'sign' && text === '|'))
    throw new TemplateError(`has ${written} after a |: a pipe is an instruction, write it before the first one`);
  if (isName(tokens, at)) throw new TemplateError(`has ${written} as the name of a field: an alert may only choose values`);
  const last = before.at(-1);
  if (last?.kind === 'sign' && REGEX.has(last.text)) return true;
  const called = calledFunction(before);
  if (called === null || FUNCTIONS.has(called)) return false;
  if (called === 're') return true;
  throw new TemplateError(
    `has ${written} in ${called}(…), which does not take it as it is: use ${[...FUNCTIONS, 're'].join(', ')}`,
  );
}

/** `"name":…`, `"name"*:…`, and in a stream selector `"name"=…` or `"name" in (…)`. */
function isName(tokens: readonly QueryToken[], at: number): boolean {
  const next = tokens[at + 1]?.text === '*' ? tokens[at + 2] : tokens[at + 1];
  if (next?.kind === 'sign' && /^(?::|=|!=|=~|!~)$/.test(next.text)) return true;
  const open = tokens.slice(0, at).findLast(({ kind, text }) => kind === 'sign' && /^[{}]$/.test(text));
  return open?.text === '{' && next?.kind === 'word' && !OPERATORS.has(next.text.toLowerCase());
}

/** The function whose arguments are being written; null where a bracket only groups, or there is none. */
function calledFunction(before: readonly QueryToken[]): string | null {
  let depth = 0;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const { kind, text } = before[at] as QueryToken;
    if (kind !== 'sign') continue;
    if (/^[)\]]$/.test(text)) depth += 1;
    else if (/^[([]$/.test(text) && depth > 0) depth -= 1;
    else if (/^[([]$/.test(text)) {
      const name = before[at - 1];
      const isCall = name?.kind === 'word' && !OPERATORS.has(name.text.toLowerCase());
      if (isCall || text === '[') return isCall ? name.text.toLowerCase() : 'a range';
    }
  }
  return null;
}
