/** What a request's Authorization header presents. */
export type Credential =
  | { readonly scheme: 'bearer'; readonly token: string }
  | { readonly scheme: 'basic'; readonly username: string; readonly password: string };

const BEARER = /^bearer +(\S+) *$/i;
const BASIC = /^basic +([A-Za-z0-9+/]+=*) *$/i;

/** The credential of an Authorization header, or null where there is none that we know. */
export function readCredential(header: string | undefined): Credential | null {
  if (header === undefined) return null;
  const bearer = BEARER.exec(header);
  if (bearer) return { scheme: 'bearer', token: bearer[1] as string };
  const basic = BASIC.exec(header);
  if (!basic) return null;
  const pair = Buffer.from(basic[1] as string, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon === -1) return null;
  return { scheme: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) };
}
