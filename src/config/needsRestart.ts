import type { Config } from './config.ts';

/** The keys that are read only at the start and stand otherwise now than they did then. */
export function needsRestart(started: Config, now: Config): readonly string[] {
  const { url } = now.database;
  const isEmbedded = url === null && started.database.url === null;
  const changed: Readonly<Record<string, boolean>> = {
    'server.listen': text(started.server.listen) !== text(now.server.listen),
    'database.url': started.database.url?.reveal() !== url?.reveal(),
    'database.data_dir': isEmbedded && started.database.dataDir !== now.database.dataDir,
    'telemetry.log_level': started.telemetry.logLevel !== now.telemetry.logLevel,
  };
  return Object.keys(changed).filter((key) => changed[key]);
}

function text({ host, port }: Config['server']['listen']): string {
  return `${host}:${port}`;
}
