import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessPolicy, IntegrationAccess, Role } from './accessPolicy.ts';
import type { Credential } from './credential.ts';

/** Who acts on the API and the pages. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

/** The configured credentials, to be asked whose a presented one is. */
export interface Keyring {
  /** The integration that a credential belongs to, or null. */
  integrationOf(credential: Credential): IntegrationAccess | null;
  /** Whether a credential is that integration's. */
  opens(credential: Credential, integration: IntegrationAccess): boolean;
  /** Whose token this is; a browser sends it as the password of Basic, under any user name. */
  principalOf(credential: Credential): Principal | null;
}

/** The integration that exists while none is configured. */
export const DEFAULT_INTEGRATION: IntegrationAccess = { name: 'default', token: null, basicAuth: null, labels: {} };

const processKey = randomBytes(32).toString('hex');
const made = new WeakMap<AccessPolicy, Keyring>();

/** The keyring of a policy; made once for each. */
export function keyringOf(policy: AccessPolicy): Keyring {
  const known = made.get(policy);
  if (known) return known;
  const keyring = makeKeyring(policy);
  made.set(policy, keyring);
  return keyring;
}

/**
 * Credentials are compared as digests under a key that only this process knows (and as no digest is ever shown, a prefix is key
 * enough; HMAC costs ten times as much). A caller cannot steer the digest of its guess, so finding it in a map tells nothing by
 * time, however many credentials there are.
 */
function makeKeyring(policy: AccessPolicy): Keyring {
  const integrations = new Map<string, IntegrationAccess>();
  const principals = new Map<string, Principal>();
  for (const integration of policy.integrations) {
    for (const digest of digestsOf(integration)) {
      if (!integrations.has(digest)) integrations.set(digest, integration);
    }
  }
  for (const { name, role, token } of policy.apiTokens) principals.set(digestOf('bearer', token.reveal()), { name, role });
  if (policy.madeTokenSha256 !== null) {
    const digest = digestOf('made', policy.madeTokenSha256);
    principals.set(digest, { name: 'admin', role: 'admin' });
    if (policy.integrations.length === 0) integrations.set(digest, DEFAULT_INTEGRATION);
  }
  const ofMadeToken = (token: string): string => digestOf('made', hash('sha256', token));
  const find = <Found>(map: Map<string, Found>, token: string): Found | null => {
    const found = map.get(digestOf('bearer', token));
    if (found !== undefined || policy.madeTokenSha256 === null) return found ?? null;
    return map.get(ofMadeToken(token)) ?? null;
  };
  return {
    integrationOf: (credential) =>
      credential.scheme === 'bearer'
        ? find(integrations, credential.token)
        : (integrations.get(digestOfCredential(credential)) ?? null),
    opens: (credential, integration) => {
      if (integration === DEFAULT_INTEGRATION) return find(integrations, tokenIn(credential)) === DEFAULT_INTEGRATION;
      const presented = digestOfCredential(credential);
      return digestsOf(integration).some((digest) => timingSafeEqual(Buffer.from(digest), Buffer.from(presented)));
    },
    principalOf: (credential) => find(principals, tokenIn(credential)),
  };
}

function tokenIn(credential: Credential): string {
  return credential.scheme === 'bearer' ? credential.token : credential.password;
}

function digestsOf({ token, basicAuth }: IntegrationAccess): string[] {
  const digests: string[] = [];
  if (token) digests.push(digestOf('bearer', token.reveal()));
  if (basicAuth) digests.push(digestOf('basic', `${basicAuth.username}\u0000${basicAuth.password.reveal()}`));
  return digests;
}

function digestOfCredential(credential: Credential): string {
  if (credential.scheme === 'bearer') return digestOf('bearer', credential.token);
  return digestOf('basic', `${credential.username}\u0000${credential.password}`);
}

function digestOf(kind: 'bearer' | 'basic' | 'made', value: string): string {
  return hash('sha256', `${processKey} ${kind} ${value}`);
}
