/** Something wrong, or merely doubtful, in the configuration. Never holds a secret. */
export interface Problem {
  /** From 1; 0 where it stands in no file (a flag, an environment variable). */
  readonly line: number;
  readonly column: number;
  /** `route.routes[0].receiver`, `--listen`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** What to do about it; may be empty. */
  readonly remedy: string;
}

/** A problem as one line: `file:line:column: path: message (remedy)`. */
export function formatProblem(file: string, { line, column, path, message, remedy }: Problem): string {
  const place = line > 0 ? [`${file}:${line}:${column}`] : [];
  return `${[...place, path, message].filter((part) => part !== '').join(': ')}${remedy === '' ? '' : ` (${remedy})`}`;
}
