import { z } from 'zod';
import { Secret } from '../../config/secret.ts';

/** An `http://` or `https://` address without `?`, `#`, user name or password; comes out without a slash at its end. */
export const sourceAddress = z
  .string()
  .refine(isPlainAddress, 'must be an http:// or https:// address without ?, #, user name or password')
  .transform((text) => text.replace(/\/+$/, ''));

const visible = z.string().regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters without spaces');

/** Visible ASCII, as it fits into a header. */
export const headerSecret = visible.transform((text) => new Secret(text));

/** How a source is reached: keys that every kind of source has. */
export const ACCESS_FIELDS = {
  name: z.string().min(1),
  url: sourceAddress,
  basic_auth: z
    .strictObject({ username: z.string().min(1), password: z.string().transform((text) => new Secret(text)) })
    .optional(),
  token: headerSecret.optional(),
} as const;

/** Whose data is asked for, where a source keeps that of many: `X-Scope-OrgID`. */
export const tenantField = visible.optional();

export interface SourceAccess {
  readonly basic_auth?: { readonly username: string; readonly password: Secret } | undefined;
  readonly token?: Secret | undefined;
  readonly tenant?: string | undefined;
}

/** Headers that say who asks. A token goes before a user name. */
export function accessHeaders({ basic_auth, token, tenant }: SourceAccess): Record<string, string> {
  const authorization = token ? `Bearer ${token.reveal()}` : basic_auth ? `Basic ${basicWord(basic_auth)}` : null;
  return {
    Accept: 'application/json',
    'User-Agent': 'Tocsin',
    ...(authorization !== null && { Authorization: authorization }),
    ...(tenant !== undefined && { 'X-Scope-OrgID': tenant }),
  };
}

/** What must not be in a message, in every form in which it is sent. */
export function accessSecrets({ basic_auth, token }: SourceAccess): string[] {
  const said = [token?.reveal(), basic_auth?.password.reveal(), basic_auth && basicWord(basic_auth)];
  return said.filter((word): word is string => word !== undefined && word !== '');
}

function basicWord({ username, password }: NonNullable<SourceAccess['basic_auth']>): string {
  return Buffer.from(`${username}:${password.reveal()}`, 'utf8').toString('base64');
}

function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text) || !/^https?:\/\/[^?#\s]+$/.test(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
