/** Ends a command with an exit code: 1 it did not hold, 2 wrong use or unreadable input. The message goes to stderr. */
export class CliExit extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'CliExit';
    this.code = code;
  }
}
