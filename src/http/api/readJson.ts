import type { Context } from 'hono';
import type { z } from 'zod';
import { TocsinError } from '../../errors.ts';
import { type HttpEnv, requestHeaders } from '../httpEnv.ts';
import { requireJson } from '../intake/checkHeaders.ts';
import { readBody } from '../intake/readBody.ts';

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
  const result = schema.safeParse(parse(await readBody(c, { maxBytes: MOST_BYTES, onBytes: () => {} }), example));
  if (result.success) return result.data;
  const details = result.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'the body'}: ${message}`);
  throw new TocsinError('bad_request', `${details.slice(0, DETAILS_SHOWN).join('; ')}. Send it as in ${example}.`, { details });
}

function parse(body: string, example: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new TocsinError('bad_request', `The body is not JSON. Send ${example}.`, { cause });
  }
}
