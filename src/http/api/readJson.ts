import type { Context } from 'hono';
import type { z } from 'zod';
import { TocsinError } from '../../errors.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { requireJson } from '../intake/checkHeaders.ts';
import { readBody } from '../intake/readBody.ts';
import { bodyWords } from './bodyWords.ts';

const MOST_BYTES = 2 ** 20;
const DETAILS_SHOWN = 5;

/**
 * The body of a request, up to 1 MiB, as the schema gives it. `example` is what the body should look like.
 * @throws TocsinError `unsupported_media_type`, `too_large`, or `bad_request` that names each fault
 */
export async function readJson<Schema extends z.ZodType>(
  c: Context<HttpEnv>,
  schema: Schema,
  example: string,
): Promise<z.output<Schema>> {
  requireJson(requestHeaders(c));
  const result = schema.safeParse(parse(await readBody(c, { maxBytes: MOST_BYTES, onBytes: () => {} }), example), {
    error: bodyWords,
  });
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`);
  throw new TocsinError('bad_request', `${details.slice(0, DETAILS_SHOWN).join('; ')}. Send it as in ${example}.`, { details });
}

/** As in `alerts[0].labels`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the body';
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('');
}

function parse(body: string, example: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new TocsinError('bad_request', `The body is not JSON. Send ${example}.`, { cause });
  }
}
