/** What is said of a file that cannot be read: its name, why, and the remedy; null where the error is another. */
export function fileFault(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error) || typeof error.path !== 'string') return null;
  if (error.code === 'EISDIR') return `${error.path}: it is a folder: name a file in it`;
  return `${error.path}: it cannot be read (${error.code}): name an existing file`;
}
