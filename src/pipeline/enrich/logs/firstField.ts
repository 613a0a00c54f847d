import type { LogFields } from './logFields.ts';

/** The first of the named fields that holds something. */
export function firstField(fields: LogFields, names: readonly string[]): string | null {
  for (const name of names) {
    const value = fields.get(name);
    if (value !== undefined && value.trim() !== '') return value;
  }
  return null;
}
