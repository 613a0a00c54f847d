import { isAbsolute, relative } from 'node:path';
import type { Instant } from '../alert/timestamp.ts';
import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/configError.ts';
import { configPath } from '../config/configPath.ts';
import { loadConfig } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';

export interface ReadConfig {
  readonly config: Config;
  /** As it is shown to people; null where there is no file and everything is its default. */
  readonly file: string | null;
}

/**
 * The configuration a command works with. Problems and warnings go to stderr, one a line; with problems it throws
 * `CliExit`: 2 where the file cannot be read, else 1.
 */
export function readConfig(
  io: CliIo,
  named: string | undefined,
  options: {
    readonly listen?: string | undefined;
    readonly dataDir?: string | undefined;
    readonly withoutSecrets?: boolean;
    readonly now?: Instant;
  } = {},
): ReadConfig {
  const { withoutSecrets = false, now = null, ...flags } = options;
  const path = configPath(named, io);
  const file = path === null ? null : shownPath(path, io.cwd);
  const shown = file ?? 'configuration';
  try {
    const config = loadConfig({ path, env: io.env, flags, withoutSecrets, now });
    for (const warning of config.warnings) {
      io.stderr(`${formatProblem(shown, { ...warning, message: `warning: ${warning.message}` })}\n`);
    }
    return { config, file };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) io.stderr(`${formatProblem(shown, problem)}\n`);
    const count = error.problems.length === 1 ? 'one problem' : `${error.problems.length} problems`;
    throw new CliExit(error.unreadable ? 2 : 1, error.unreadable ? 'the configuration cannot be read' : `${count} in ${shown}`);
  }
}

/** Relative where that is shorter, so that a terminal can open it with a click. */
function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}
