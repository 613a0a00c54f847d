import fc from 'fast-check';

/** What a query language may stumble over. */
const PIECES = [
  '"',
  "'",
  '`',
  '\\',
  '\\\\',
  '{',
  '}',
  '|',
  '|=',
  '} |= "',
  '"} or {app="',
  '\n',
  '#',
  '//',
  '/*',
  '$',
  '^',
  '.*',
  '.+',
  '[a-z]',
  '(',
  ')',
  '?',
  '+',
  '-',
  '\\Q',
  '\\E',
  '\\d',
  '*',
  '%',
  ',',
  '=',
  '=~',
  ' or ',
  '{{',
  '}}',
  '{{ labels.x }}',
  '<N>',
  'é',
  '😀',
  '\ufeff',
  '\u0085',
  '\ud800',
];

/** A label's value, mostly made of signs that mean something. */
export const hostileValue = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 4 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) => pieces.join(''));

/** What no template says: nothing, control characters, too much; and what is no text at all. */
export function isSayable(value: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return value !== '' && value.length <= 256 && !/[\u0000-\u001f\u007f\u2028\u2029]/.test(value) && value.isWellFormed();
}
