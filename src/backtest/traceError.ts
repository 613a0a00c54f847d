/** A recorded file that cannot be replayed: the message names the file, the line, the value and the remedy. */
export class TraceError extends Error {
  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
    this.name = 'TraceError';
  }
}
