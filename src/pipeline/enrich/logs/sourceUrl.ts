import { z } from 'zod';

const REMEDY = 'write it as in http://loki:3100 or https://logs.example.com/loki';

/** The address of a log store: http or https, a path or none. It comes out without slashes at its end. The address itself is not shown. */
export const sourceUrl = z.string().transform((text, context) => {
  const message = fault(text);
  if (message === null) return text.replace(/\/+$/, '');
  context.addIssue({ code: 'custom', message, params: { remedy: REMEDY } });
  return z.NEVER;
});

function fault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'is not an http:// or https:// address';
  if (url.username !== '' || url.password !== '')
    return 'must not hold a user name or password: they go into basic_auth, token or api_key';
  return /[?#]/.test(text) ? 'must end with its path, without ? or #' : null;
}
