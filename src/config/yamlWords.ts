import type { ErrorCode } from 'yaml';

/**
 * What a YAML error is in plain words, and what to do. The parser's own text is not used: it quotes the file, and the line may
 * hold a secret.
 */
export function yamlWords(code: ErrorCode): readonly [message: string, remedy: string] {
  const [message, remedy] = WORDS[code] ?? ['is not understood', 'compare its quotes and indentation with the lines around it'];
  return [`not valid YAML: ${message}`, remedy];
}

const WORDS: Partial<Record<ErrorCode, readonly [string, string]>> = {
  BAD_DQ_ESCAPE: ['an escape in double quotes is not known', 'use single quotes, in which a backslash is itself'],
  BAD_INDENT: [
    'the indentation is wrong, or a bracket is not closed',
    'indent by spaces like its neighbours, and close every [ and {',
  ],
  BAD_SCALAR_START: ['a value begins with a reserved character', 'put it in quotes'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a second "key: value" stands where a value should',
    'indent it like its neighbours, or put the value in quotes',
  ],
  BLOCK_IN_FLOW: ['a line-by-line list or mapping stands inside [ ] or { }', 'write it with brackets too'],
  MISSING_CHAR: ['a quote, comma, colon or bracket is missing', 'look for one that was opened and not closed'],
  MULTILINE_IMPLICIT_KEY: ['a key goes over more than one line', 'look for a missing colon'],
  MULTIPLE_DOCS: ['a second document begins', 'leave out the line ---'],
  RESOURCE_EXHAUSTION: ['it is nested too deeply', 'write it flatter'],
  TAB_AS_INDENT: ['a tab is used as indentation', 'indent by spaces'],
  UNEXPECTED_TOKEN: ['something stands where nothing may', 'look for a bracket or quote too many'],
};
