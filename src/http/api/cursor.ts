import type { z } from 'zod';
import { TocsinError } from '../../errors.ts';

/** Where a page ended, as an opaque text for the next request. */
export function writeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/**
 * The place that a cursor stands for.
 * @throws TocsinError `bad_request` for one that was not made by {@link writeCursor} for this list
 */
export function readCursor<Schema extends z.ZodType>(cursor: string | undefined, schema: Schema): z.output<Schema> | null {
  if (cursor === undefined) return null;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch (cause) {
    const message = `cursor=${cursor.slice(0, 100)}: it is not a next_cursor of this list`;
    throw new TocsinError('bad_request', `The query is not understood: ${message}.`, { details: [message], cause });
  }
}
