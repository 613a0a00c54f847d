/**
 * Label or annotation names to values. Senders choose the names, so `__proto__` and `constructor` are ordinary
 * keys: build with {@link emptyLabels} and read with {@link labelValue}, never with a bare `labels[name]`.
 */
export type Labels = Readonly<Record<string, string>>;

/** A record without a prototype, which takes `__proto__` as a key like any other. */
export function emptyLabels(): Record<string, string> {
  return Object.create(null) as Record<string, string>;
}

/** The value of a label; a missing label is the empty string, as in Alertmanager's matchers. */
export function labelValue(labels: Labels, name: string): string {
  return Object.hasOwn(labels, name) ? (labels[name] as string) : '';
}

/** Labels as one text that is equal exactly when the label sets are equal (names sorted by code unit). */
export function canonicalLabels(labels: Labels): string {
  const names = Object.keys(labels).sort();
  return JSON.stringify(names.map((name) => [name, labels[name]]));
}
