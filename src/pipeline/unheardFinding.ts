/** Something in a configuration of which nobody would hear. */
export interface UnheardFinding {
  /** Where it stands in the file. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}
