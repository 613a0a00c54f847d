import { TemplateError } from '../../../template/templateError.ts';
import { type QueryTemplate, readQueryTemplate } from './queryTemplate.ts';

/** What a name may be made of: `all` of it, with an x for each slot, and `part`, what a slot may be filled with. */
export interface NameRule {
  readonly all: RegExp;
  readonly part: RegExp;
  /** For the message: `must be …`. */
  readonly words: string;
}

/**
 * The template of a name. What an alert fills in cannot leave its place in the name, except where the whole name is one slot.
 * @throws TemplateError where it can never be a name
 */
export function encodeName(source: string, { all, part, words }: NameRule): QueryTemplate {
  let from = 0;
  let shown = '';
  const template = readQueryTemplate(source, ({ written, ...slot }) => {
    const isWhole = written === source;
    shown += `${source.slice(from, slot.from)}x`;
    from = slot.to;
    return (value) => ((isWhole ? all : part).test(value) ? value : null);
  });
  if (!all.test(shown + source.slice(from))) throw new TemplateError(`must be ${words}`);
  return template;
}
