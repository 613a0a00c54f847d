const LITERAL_ALTERNATIVES = /^[^\\.+*?()[\]{}^$]*$/;

/** The words of a regex such as `warning|info`, which fits exactly these; null for any other regex. */
export function literalAlternatives(pattern: string): readonly string[] | null {
  return LITERAL_ALTERNATIVES.test(pattern) ? pattern.split('|') : null;
}
