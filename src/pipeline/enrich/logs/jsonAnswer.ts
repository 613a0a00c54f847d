import type { z } from 'zod';
import type { BoundedAnswer } from '../boundedFetch.ts';
import { SourceError } from '../sourceError.ts';

/**
 * What a source answered, as JSON of the shape that its documentation promises.
 * @throws SourceError (`unusable`) for a cut answer, for anything but JSON, and for another shape
 */
export function jsonAnswer<T>({ text, contentType, isCut }: BoundedAnswer, schema: z.ZodType<T>): T {
  if (isCut)
    throw new SourceError('the answer is longer than 1 MiB: lower logs.limit_lines, or ask a narrower question', 'unusable');
  const parsed = schema.safeParse(parse(text, contentType));
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.map(String).join('.').slice(0, 80);
  throw new SourceError(`answered JSON of another shape${where ? ` (at ${where})` : ''}: is url its address?`, 'unusable');
}

function parse(text: string, contentType: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = /^[\w.+-]+\/[\w.+-]+/.exec(contentType)?.[0];
    const what = text === '' ? 'nothing' : `something that is not JSON${type ? ` (${type})` : ''}`;
    throw new SourceError(`answered ${what}: is url its address?`, 'unusable');
  }
}
