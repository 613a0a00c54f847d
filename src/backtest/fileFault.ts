/**
 * What is said of a file that cannot be read: its name, why, and the remedy; null where the error is another. `named`: what was
 * opened, where the error does not say.
 */
export function fileFault(error: unknown, named?: string): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : named;
  if (path === undefined) return null;
  if (error.code === 'EISDIR') return `${path}: it is a folder: name a file in it`;
  return `${path}: it cannot be read (${error.code}): name an existing file`;
}
