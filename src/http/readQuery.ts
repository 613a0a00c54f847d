import type { Context } from 'hono';
import type { z } from 'zod';
import { TocsinError } from '../errors.ts';
import type { HttpEnv } from './httpEnv.ts';

/**
 * The query parameters as the schema gives them; of a parameter that is given twice, the last counts.
 * @throws TocsinError `bad_request` that names each bad parameter
 */
export function readQuery<Schema extends z.ZodType>(c: Context<HttpEnv>, schema: Schema): z.output<Schema> {
  const given = Object.fromEntries(new URL(c.req.url).searchParams);
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: there is no such parameter`;
    const name = String(issue.path[0]);
    return `${name}=${given[name] ?? ''}: ${issue.message}`;
  });
  // Of a list of words, each bad one is an issue.
  const details = [...new Set(problems)];
  throw new TocsinError('bad_request', `The query is not understood: ${details.join('; ')}.`, { details });
}
