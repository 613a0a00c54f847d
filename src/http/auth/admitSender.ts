import type { IncomingHttpHeaders } from 'node:http';
import { TocsinError } from '../../errors.ts';
import type { AccessPolicy, IntegrationAccess } from './accessPolicy.ts';
import { type Credential, readCredential } from './credential.ts';
import { DEFAULT_INTEGRATION, keyringOf } from './keyring.ts';
import { isFromThisMachine } from './loopback.ts';

/**
 * The integration that a webhook belongs to.
 * @param named the integration in the path, or null: then the credential names it
 * @param sender the format of what is posted, where it matters: of several integrations that need no credential, one that posts it
 * @throws TocsinError `not_found` when there is no integration of that name, `unauthorized` when it may not send
 */
export function admitSender(
  policy: AccessPolicy,
  headers: IncomingHttpHeaders,
  named: string | null,
  sender: string | null = null,
): IntegrationAccess {
  const credential = readCredential(headers.authorization);
  if (policy.integrations.length === 0) return admitDefault(policy, headers, named, credential);
  const keyring = keyringOf(policy);
  if (named === null) {
    if (credential === null) return onlyAnonymous(policy, sender);
    const integration = keyring.integrationOf(credential);
    if (!integration)
      throw unauthorized('The credential belongs to no integration. Compare it with `integrations` in tocsin.yml.');
    return integration;
  }
  const integration = policy.integrations.find(({ name }) => name === named);
  if (!integration) throw noIntegration(named);
  if (hasCredential(integration)) {
    if (credential !== null && keyring.opens(credential, integration)) return integration;
    throw unauthorized(
      `${credential ? 'The credential is not that' : 'There is no credential'} of integration ${JSON.stringify(named)}. ` +
        "Set `authorization` or `basic_auth` in the webhook_config's http_config.",
    );
  }
  if (policy.allowAnonymous) return integration;
  throw unauthorized(`Integration ${JSON.stringify(named)} has no credential configured. Give it a \`token\` in tocsin.yml.`);
}

function admitDefault(
  policy: AccessPolicy,
  headers: IncomingHttpHeaders,
  named: string | null,
  credential: Credential | null,
): IntegrationAccess {
  if (named !== null && named !== DEFAULT_INTEGRATION.name) throw noIntegration(named);
  if (policy.open && isFromThisMachine(headers)) return DEFAULT_INTEGRATION;
  if (policy.madeTokenSha256 === null) {
    if (policy.allowAnonymous) return DEFAULT_INTEGRATION;
    throw unauthorized(
      policy.open
        ? 'Without credentials this server takes webhooks from its own machine only, by a loopback name and through no proxy. Configure an integration with a `token`.'
        : 'No integration is configured, so nobody may send. Add one with a `token` under `integrations` in tocsin.yml.',
    );
  }
  if (credential !== null && keyringOf(policy).opens(credential, DEFAULT_INTEGRATION)) return DEFAULT_INTEGRATION;
  throw unauthorized('Send the token that was printed at the first start as `Authorization: Bearer`.');
}

/** With no credential given: the one integration that needs none. */
function onlyAnonymous(policy: AccessPolicy, sender: string | null): IntegrationAccess {
  const free = policy.allowAnonymous ? policy.integrations.filter((integration) => !hasCredential(integration)) : [];
  const open = free.filter(({ type = sender }) => sender === null || type === sender);
  if (open.length === 1) return open[0] as IntegrationAccess;
  throw unauthorized(
    open.length === 0
      ? 'There is no credential. Set `authorization` or `basic_auth` in the http_config of the webhook_config.'
      : 'Several integrations have no credential. Put the name of one into the path: /webhooks/alertmanager/NAME.',
  );
}

function hasCredential(integration: IntegrationAccess): boolean {
  return integration.token !== null || integration.basicAuth !== null;
}

function noIntegration(name: string): TocsinError {
  return new TocsinError(
    'not_found',
    `There is no integration ${JSON.stringify(name)}. Compare the path with \`integrations\` in tocsin.yml.`,
  );
}

function unauthorized(message: string): TocsinError {
  return new TocsinError('unauthorized', message);
}
