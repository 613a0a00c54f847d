import { z } from 'zod';
import { Secret } from '../../../config/secret.ts';

/** A secret that is sent in a header. What no header can carry is refused here: an error of `fetch` would quote it. */
export const headerSecret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without spaces')
  .transform((text) => new Secret(text));
