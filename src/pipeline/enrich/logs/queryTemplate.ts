import { type Encode, readTemplate, type TemplateValues } from '../../../template/template.ts';
import { SourceError } from '../sourceError.ts';

/** A question with slots, each of which has its own way of being filled. */
export interface QueryTemplate {
  readonly source: string;
  /** @throws SourceError (`unusable`) where a slot has no value, or none that can be said in its place */
  fill(values: TemplateValues): string;
}

export interface Slot {
  /** As written, braces included. */
  readonly written: string;
  readonly from: number;
  readonly to: number;
}

const SLOT = /\{\{[^{}]*\}\}/g;

/** Where the slots of a template stand. */
export function slotsOf(source: string): Slot[] {
  return [...source.matchAll(SLOT)].map((match) => ({
    written: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/**
 * A template in which the n-th slot is filled by `encoderOf(slot, n)`, which throws where none may stand.
 * @throws TemplateError
 */
export function readQueryTemplate(source: string, encoderOf: (slot: Slot, index: number) => Encode): QueryTemplate {
  readTemplate(source);
  const slots = slotsOf(source).map((slot, index) => ({
    ...slot,
    template: readTemplate(slot.written),
    encode: encoderOf(slot, index),
  }));
  const fill = (values: TemplateValues): string => {
    let said = '';
    let from = 0;
    for (const { written, template, encode, ...slot } of slots) {
      const rendered = template.render(values, encode);
      if ('missing' in rendered) throw nothingAsked(written, 'text' in template.render(values, (value) => value));
      said += source.slice(from, slot.from) + rendered.text;
      from = slot.to;
    }
    return said + source.slice(from);
  };
  return { source, fill };
}

function nothingAsked(written: string, hasValue: boolean): SourceError {
  const why = hasValue ? `the alert's ${written} is nothing that can be asked for here` : `the alert has no ${written}`;
  return new SourceError(`nothing is asked: ${why}`, 'unusable');
}
