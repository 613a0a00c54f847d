import { TemplateError } from '../../../template/templateError.ts';
import { type QueryTemplate, readQueryTemplate } from './queryTemplate.ts';

/** What means something in a filter pattern even inside quotes: the quote, the escape, the wildcard, and the sign around a regex. */
const SPECIAL = /["\\*%]/;

/**
 * The template of a CloudWatch filter pattern. A slot stands inside double quotes; a value that has a sign of the pattern language is
 * refused, because the language has no documented way to say it.
 * @throws TemplateError for a slot elsewhere
 */
export function encodeFilterPattern(source: string): QueryTemplate {
  return readQueryTemplate(source, ({ written, from }) => {
    const sign = /\\"|%/.exec(source)?.[0];
    if (sign) throw new TemplateError(`has ${written} beside ${sign}: where a string ends is then not certain`);
    const quotes = source.slice(0, from).match(/"/g)?.length ?? 0;
    if (quotes % 2 === 0) throw new TemplateError(`has ${written} outside of quotes: write "${written}"`);
    return (value) => (SPECIAL.test(value) || !value.isWellFormed() ? null : value);
  });
}
