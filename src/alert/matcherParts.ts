export const OPERATORS = ['=~', '!~', '!=', '='] as const;
export type MatcherOperator = (typeof OPERATORS)[number];

/** A matcher as it was read, before its regex is compiled. */
export interface MatcherParts {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
}
