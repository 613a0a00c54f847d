import { z } from 'zod';
import { baseUrl } from './fields.ts';
import { Secret } from './secret.ts';

/** The section `pagerduty`. Its notes need `api_token` and `from` both. */
export const pagerdutySchema = z.strictObject({
  events_url: baseUrl.default('https://events.pagerduty.com'),
  api_url: baseUrl.default('https://api.pagerduty.com'),
  api_token: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'must be a REST API key: visible ASCII characters without spaces')
    .transform((text) => new Secret(text))
    .optional(),
  from: z
    .string()
    .regex(/^[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+$/, 'must be the e-mail address of a PagerDuty user')
    .optional(),
});
