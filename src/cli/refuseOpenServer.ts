import type { Config } from '../config/config.ts';
import { isLoopback } from '../config/isLoopback.ts';
import { CliExit } from './cliExit.ts';

/** A server that others can reach and that asks nobody who they are does not start, unless that is wanted. */
export function refuseOpenServer(config: Config, hasMadeToken: boolean): void {
  const { listen, apiTokens, allowAnonymous } = config.server;
  const hasCredentials = apiTokens.length > 0 || config.integrations.length > 0 || hasMadeToken;
  if (hasCredentials || allowAnonymous || isLoopback(listen.host)) return;
  throw new CliExit(
    1,
    `server.listen is ${listen.host}:${listen.port}, which others can reach, and no credential is configured: ` +
      'set integrations[].token and server.api_tokens, or listen on 127.0.0.1, or say server.allow_anonymous: true',
  );
}
