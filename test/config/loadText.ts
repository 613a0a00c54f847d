import type { Config } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/configError.ts';
import { type LoadOptions, loadConfig } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';

/** The configuration of a text, with an empty environment unless told otherwise. */
export function loadText(text: string, options: Partial<LoadOptions> = {}): Config {
  return loadConfig({ path: 'tocsin.yml', env: {}, readFile: () => text, ...options });
}

/** What is said of a text, the file being called `f`; nothing where it is fine. */
export function problemsOf(text: string, options: Partial<LoadOptions> = {}): string[] {
  try {
    loadText(text, options);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((problem) => formatProblem('f', problem));
    throw error;
  }
  return [];
}
