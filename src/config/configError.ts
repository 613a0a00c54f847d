import { formatProblem, type Problem } from './problem.ts';

/** The configuration cannot be used: every problem at once, in the order of the file's lines. */
export class ConfigError extends Error {
  readonly problems: readonly Problem[];
  /** The file as it was named, or null where there is none. */
  readonly file: string | null;
  /** True when the file itself is missing or cannot be read. */
  readonly unreadable: boolean;

  constructor(file: string | null, problems: readonly Problem[], unreadable = false) {
    super(problems.map((problem) => formatProblem(file ?? 'configuration', problem)).join('\n'));
    this.name = 'ConfigError';
    this.file = file;
    this.problems = problems;
    this.unreadable = unreadable;
  }
}
