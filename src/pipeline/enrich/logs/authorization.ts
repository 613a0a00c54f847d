import { Secret } from '../../../config/secret.ts';

/** Credentials as a configuration may hold them; at most one of them is there. */
export interface Credentials {
  readonly token?: Secret | undefined;
  readonly api_key?: Secret | undefined;
  readonly basic_auth?: { readonly username: string; readonly password: Secret } | undefined;
}

export interface Authorization {
  /** `authorization`, or nothing. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whatever the other side could say back to us, in each way of writing it. */
  readonly secrets: readonly Secret[];
}

/** What is sent to prove who asks. An Elasticsearch API key may be written as `id:key` or as its base64, as Kibana shows it. */
export function authorization({ token, api_key, basic_auth }: Credentials): Authorization {
  if (token) return { headers: { authorization: `Bearer ${token.reveal()}` }, secrets: [token] };
  if (api_key) {
    const written = api_key.reveal();
    const encoded = written.includes(':') ? base64(written) : written;
    const pair = Buffer.from(encoded, 'base64').toString('utf8');
    const key = pair.slice(pair.indexOf(':') + 1);
    const secrets = [encoded, pair, key].filter((text) => text.length > 3).map((text) => new Secret(text));
    return { headers: { authorization: `ApiKey ${encoded}` }, secrets: [api_key, ...secrets] };
  }
  if (!basic_auth) return { headers: {}, secrets: [] };
  const pair = new Secret(base64(`${basic_auth.username}:${basic_auth.password.reveal()}`));
  return { headers: { authorization: `Basic ${pair.reveal()}` }, secrets: [basic_auth.password, pair] };
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
