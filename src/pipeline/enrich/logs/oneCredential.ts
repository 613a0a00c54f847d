import type { z } from 'zod';
import type { Credentials } from './authorization.ts';

/** Refuses a source that names two ways to prove who asks. */
export function oneCredential(config: Credentials, context: z.RefinementCtx): void {
  const named = (['token', 'api_key', 'basic_auth'] as const).filter((key) => config[key] !== undefined);
  if (named.length < 2) return;
  const params = { remedy: `keep one of ${named.join(' and ')}` };
  context.addIssue({ code: 'custom', message: `has ${named.join(' and ')}, and a request carries one`, params });
}
