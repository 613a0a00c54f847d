import type { Command } from 'commander';
import type { CliIo } from './cliIo.ts';

/** A command, and where it comes from: what only the others need is not loaded for it. */
export interface CommandSource {
  readonly name: string;
  readonly load: () => Promise<(io: CliIo) => Command>;
}

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSource[] = [
  { name: 'serve', load: async () => (await import('./serve.ts')).serveCommand },
  { name: 'demo', load: async () => (await import('./demo.ts')).demoCommand },
  { name: 'check-config', load: async () => (await import('./checkConfig.ts')).checkConfigCommand },
  { name: 'test-route', load: async () => (await import('./testRoute.ts')).testRouteCommand },
  { name: 'test-receiver', load: async () => (await import('./testReceiver.ts')).testReceiverCommand },
  { name: 'silence', load: async () => (await import('./silence.ts')).silenceCommand },
  { name: 'why', load: async () => (await import('./why.ts')).whyCommand },
  { name: 'report', load: async () => (await import('./report.ts')).reportCommand },
  { name: 'replay', load: async () => (await import('./replay.ts')).replayCommand },
  { name: 'migrate', load: async () => (await import('./migrate.ts')).migrateCommand },
];
