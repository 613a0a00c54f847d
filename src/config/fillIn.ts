import { createHash } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import { type Path, pathName } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import type { Redaction } from './redact.ts';
import type { SecretKind } from './secretKeys.ts';
import { isTree, type Tree } from './yamlTree.ts';

export interface Sources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
  /** The configuration file; what it names is looked for beside it. */
  readonly file: string;
  readonly secretKind: (path: Path) => SecretKind | null;
  /** A secret that is missing is only warned of, and something that nobody could use stands in for a credential. */
  readonly withoutSecrets: boolean;
  readonly problems: ProblemList;
  /** Gets every text that must not be shown. */
  readonly redactions: Redaction[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)\}?/g;

/**
 * The file with every `${NAME}` replaced from the environment and every `<secret>_file` by that file's text. A key whose
 * `${NAME}` is unset or empty is left out; where the key is a credential, or the text an element of a list, that is a
 * problem instead. `$${` stands for `${`.
 */
export function fillIn(tree: Tree, sources: Sources): Tree {
  return fillTree(tree, [], sources);
}

function fillTree(tree: Tree, path: Path, sources: Sources): Tree {
  const filled = Object.create(null) as Tree;
  for (const [key, value] of Object.entries(tree)) {
    const base = key.endsWith('_file') ? key.slice(0, -'_file'.length) : '';
    const fromFile = base !== '' && sources.secretKind([...path, base]) !== null;
    if (fromFile && base in tree) {
      sources.problems.add([...path, key], `stands beside ${base}, which says the same thing`, 'keep one of them');
      continue;
    }
    const filledValue = fromFile ? secretFromFile(value, [...path, base], sources) : fillValue(value, [...path, key], sources);
    if (filledValue !== undefined) filled[fromFile ? base : key] = filledValue;
  }
  return filled;
}

function fillValue(value: unknown, path: Path, sources: Sources): unknown {
  if (isTree(value)) return fillTree(value, path, sources);
  if (Array.isArray(value)) return value.map((item: unknown, i) => fillElement(item, [...path, i], sources));
  if (typeof value !== 'string') return value;
  const kind = sources.secretKind(path);
  const text = fillText(value, path, kind, sources);
  if (kind !== null && text !== undefined) sources.redactions.push({ value: text, shown: '***' });
  return text;
}

/** A matcher that silently went missing would widen its rule, so in a list nothing may be left out. */
function fillElement(item: unknown, path: Path, sources: Sources): unknown {
  const filled = fillValue(item, path, sources);
  if (filled === undefined && item !== undefined && !sources.problems.has(path)) {
    sources.problems.add(
      path,
      `${String(item)} is not set in the environment, and an element of a list cannot be left out`,
      'set it',
    );
  }
  return filled;
}

function fillText(text: string, path: Path, kind: SecretKind | null, sources: Sources): string | undefined {
  const { filled, unset } = replaceReferences(text, path, sources);
  if (unset === null) return filled;
  return kind === 'credential' ? missing(unsetSecret(unset), path, kind, sources) : undefined;
}

/** What is wrong with a secret that is not there, and what to do about it. */
type Fault = readonly [message: string, remedy: string];

function unsetSecret(name: string): Fault {
  return [`\${${name}} is not set in the environment`, `set ${name}, or use the _file form`];
}

/** The text with its references filled in, as far as they are set; `unset` is the first one that is not. */
function replaceReferences(
  text: string,
  path: Path,
  { env, problems, redactions }: Sources,
): { filled: string; unset: string | null } {
  let unset: string | null = null;
  const filled = text.replace(REFERENCE, (reference: string, name: string | undefined) => {
    if (name === undefined) return '${';
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || !reference.endsWith('}')) {
      problems.add(path, `holds a \${ that is not of the form \${NAME}`, 'write $${ for the two characters themselves');
      return '';
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === '') unset ??= name;
    else redactions.push({ value, shown: reference });
    return value ?? '';
  });
  return { filled, unset };
}

function missing([message, remedy]: Fault, path: Path, kind: SecretKind | null, sources: Sources): string | undefined {
  const { problems, withoutSecrets } = sources;
  if (!withoutSecrets) {
    problems.add(path, message, remedy);
    return undefined;
  }
  problems.warn(path, `${message}; it is checked without`, remedy);
  if (kind !== 'credential') return undefined;
  // Another one at each place, as real ones are: the same one twice is a mistake of its own.
  const mark = createHash('sha256').update(pathName(path)).digest('hex').slice(0, 32);
  return path.at(-1) === 'url' ? `https://missing.invalid/${mark}` : mark;
}

function secretFromFile(value: unknown, path: Path, sources: Sources): unknown {
  const { problems } = sources;
  const kind = sources.secretKind(path);
  const key = `${String(path.at(-1))}_file`;
  const written = [...path.slice(0, -1), key];
  problems.setWrittenAs(path, written);
  if (typeof value !== 'string') {
    problems.add(path, 'must be the name of a file', 'put it in quotes');
    return undefined;
  }
  const { filled: name, unset } = replaceReferences(value, path, sources);
  if (unset !== null) return kind === 'credential' ? missing(unsetSecret(unset), path, kind, sources) : undefined;
  const place = isAbsolute(name) ? name : join(dirname(sources.file), name);
  try {
    const secret = sources.readFile(place).replace(/[\r\n]+$/, '');
    if (secret !== '') {
      sources.redactions.push({ value: secret, shown: '***' });
      return secret;
    }
    return missing([`the file ${place} is empty`, 'put the secret into it'], path, kind, sources);
  } catch (error) {
    const fault = `the file ${place} cannot be read: ${reason(error)}`;
    return missing([fault, 'create it, and let this user read it'], path, kind, sources);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'there is none';
  if (code === 'EACCES') return 'permission denied';
  if (code === 'EISDIR') return 'it is a directory';
  return error instanceof Error ? error.message : String(error);
}
