import { createHash, createHmac } from 'node:crypto';
import type { Instant } from '../../../alert/timestamp.ts';
import type { Secret } from '../../../config/secret.ts';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret | undefined;
}

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case; every one is signed. Without `host`, which is the URL's. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * AWS Signature Version 4: the headers to send, with `x-amz-date` and `authorization`. `at`: the time of the request, which AWS takes
 * up to 15 minutes from its own. Paths are signed as they are in the URL, which is right for `/`; queries must be encoded already.
 * (AWS General Reference, "Create a signed AWS API request".)
 */
export function sigV4(
  { method, url, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  { region, service, at }: { readonly region: string; readonly service: string; readonly at: Instant },
): Record<string, string> {
  const date = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  const sent = {
    ...headers,
    'x-amz-date': date,
    ...(sessionToken && { 'x-amz-security-token': sessionToken.reveal() }),
  };
  const signed = Object.entries({ ...sent, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = signed.map(([name]) => name).join(';');
  const query = [...url.search.slice(1).split('&')].filter((part) => part !== '').sort();
  const canonical = [
    method,
    url.pathname,
    query.join('&'),
    ...signed.map(([name, value]) => `${name}:${value.trim().replace(/ +/g, ' ')}`),
    '',
    names,
    sha256(body),
  ].join('\n');
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<Buffer>(hmac, Buffer.from(`AWS4${secretAccessKey.reveal()}`));
  const signature = hmac(key, toSign).toString('hex');
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
