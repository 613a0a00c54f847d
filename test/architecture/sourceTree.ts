import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Text of the files, by path relative to the folder that was read, with forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** Every TypeScript file below a folder of the repository. */
export function readTypeScript(folder: string): Files {
  const base = join(ROOT, folder);
  const entries = readdirSync(base, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name));
  const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(base.length).replaceAll('\\', '/'));
  return new Map(
    paths
      .map((path) => path.replace(/^\//, ''))
      .sort()
      .map((path) => [path, readFileSync(join(base, path), 'utf8')]),
  );
}

/** What a file imports, as written; type imports, re-exports and dynamic imports included. */
export function importsOf(source: string): string[] {
  const withoutComments = source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\n)\s*\/\/[^\n]*/g, '');
  const statement = /(?:^|[\n;])\s*(?:import|export)\b[^'";]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g;
  return [...withoutComments.matchAll(statement)].map(([, from, bare]) => from ?? bare ?? '');
}

/** Where a relative import leads, in the same terms as the importing file; null for a package. */
export function resolveImport(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), specifier)) : null;
}

/** File to the files it imports. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export function graphOf(files: Files): Graph {
  const entries = [...files].map(([file, source]) => {
    const targets = importsOf(source).flatMap((specifier) => resolveImport(file, specifier) ?? []);
    return [file, [...new Set(targets)]] as const;
  });
  return new Map(entries);
}
