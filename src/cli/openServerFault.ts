import type { Config } from '../config/config.ts';
import { isLoopback } from '../config/isLoopback.ts';

/** Why a server that others can reach and that asks nobody who they are does not start, unless that is wanted; null: it starts. */
export function openServerFault(config: Config, hasMadeToken: boolean): string | null {
  const { listen, apiTokens, allowAnonymous } = config.server;
  const hasCredentials = apiTokens.length > 0 || config.integrations.length > 0 || hasMadeToken;
  if (hasCredentials || allowAnonymous || isLoopback(listen.host)) return null;
  return (
    `server.listen is ${listen.host}:${listen.port}, which others can reach, and no credential is configured: ` +
    'set integrations[].token and server.api_tokens, or listen on 127.0.0.1, or say server.allow_anonymous: true'
  );
}
