/** A rule that threw: it had no say, and what it was asked about is told. */
export interface RuleFailure {
  /** Its word, such as `storm`; never something that an alert says. */
  readonly rule: string;
  readonly error: string;
}

/** Asks a rule; where that throws, the answer is `otherwise`. */
export type AskRule = <T>(rule: string, otherwise: T, ask: () => T) => T;

export function ruleFailure(rule: string, error: unknown): RuleFailure {
  return { rule, error: error instanceof Error ? error.message : String(error) };
}

/** As people read it. */
export function failureText({ rule, error }: RuleFailure): string {
  return `${rule} failed (${error})`;
}
