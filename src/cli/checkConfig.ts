import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config/config.ts';
import { configSource } from '../config/configSource.ts';
import type { RouteNode } from '../pipeline/policy.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { openServerFault } from './openServerFault.ts';
import { readConfig } from './readConfig.ts';

/** `check-config [f]`: every problem at once on stderr, or on stdout a short summary of what is configured. */
export function checkConfigCommand(io: CliIo): Command {
  return new Command('check-config')
    .description('check a configuration: every problem at once, each with line, path and remedy; exits 1 if there is any')
    .argument('[file]', 'the configuration (default: TOCSIN_CONFIG, else ./tocsin.yml, else the built-in defaults)')
    .option('--config <file>', 'the same, as the other commands have it')
    .option('--without-secrets', 'where secrets are absent, as in CI: warn of those that are missing')
    .action((named: string | undefined, options: { config?: string; withoutSecrets?: boolean }) => {
      const { withoutSecrets = false } = options;
      const { config, file } = readConfig(io, named ?? options.config, { withoutSecrets, now: systemClock().now() });
      // A token that the server makes itself is no part of the file, and so no fault of it where the environment is another.
      const fault = openServerFault(config, Boolean(io.env.TOCSIN_MAKE_TOKEN));
      if (fault !== null && !withoutSecrets) throw new CliExit(1, fault);
      if (fault !== null) io.stderr(`warning: ${fault}\n`);
      io.stdout(`${file ?? configSource(null, io.cwd)}: fine\n${summary(config)}`);
    });
}

function summary({ integrations, receivers, policy }: Config): string {
  const told = receivers.map(({ name, targets }) => {
    const kinds = [...new Set(targets.map(({ notifier }) => notifier))];
    return `${name} (${kinds.join(', ') || 'recorded, never sent'})`;
  });
  const senders = integrations.map(({ name }) => name).join(', ') || 'default (no credential, this machine only)';
  return `integrations: ${senders}\nreceivers: ${told.join(', ')}\nroutes: ${countRoutes(policy.route)}\n`;
}

function countRoutes(node: RouteNode): number {
  return node.routes.reduce((sum, child) => sum + countRoutes(child), 1);
}
