/** What a command may touch of the process it runs in. Texts are written as they are, line breaks included. */
export interface CliIo {
  stdout(text: string): void;
  stderr(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}
