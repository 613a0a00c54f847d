import type { Template } from '../../../template/template.ts';
import { SourceError } from '../sourceError.ts';
import type { Subject } from '../subject.ts';

/**
 * The service whose traces are asked for: a value, which each source writes in its own language.
 * @throws SourceError where the alert does not say it
 */
export function askedService(template: Template, { values }: Subject): string {
  const rendered = template.render(values, (value) => (value.isWellFormed() ? value : null));
  if ('text' in rendered) return rendered.text;
  throw new SourceError(`not asked: the alert has no usable value for ${rendered.missing}`, 'unusable');
}
