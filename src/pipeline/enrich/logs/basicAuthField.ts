import { z } from 'zod';
import { Secret } from '../../../config/secret.ts';

/** `basic_auth`, as Prometheus has it. */
export const basicAuthField = z.strictObject({
  username: z.string().regex(/^[^:\p{Cc}]+$/u, 'must be a user name: not empty, without a colon'),
  password: z
    .string()
    .min(1)
    .transform((text) => new Secret(text)),
});
