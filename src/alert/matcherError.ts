/** A matcher that cannot be read. `kind` tells a text that is no matcher from one whose regex is refused. */
export class MatcherError extends Error {
  readonly kind: 'syntax' | 'regex';

  constructor(kind: 'syntax' | 'regex', message: string) {
    super(message);
    this.name = 'MatcherError';
    this.kind = kind;
  }
}
