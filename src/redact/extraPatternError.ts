/** A configured pattern that cannot be used. The message names the pattern and why. */
export class ExtraPatternError extends Error {
  override readonly name = 'ExtraPatternError';
}
