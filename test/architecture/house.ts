import { codeAndTexts } from './codeAndTexts.ts';
import { type Files, importsOf } from './sourceTree.ts';

export const MAX_LINES = 250;

/** Words that say nothing of what is in a file or folder. */
const DRAWERS = /^(index|utils?|helpers?|common|services?|types|interfaces?|misc|lib|shared|base|managers?)$/i;

/** Folders whose functions are functions of their arguments. */
const PURE = [
  'alert/',
  'calendar/',
  'incident/',
  'silence/',
  'redact/',
  'template/',
  'evidence/',
  'pipeline/intake/',
  'pipeline/group/',
  'pipeline/noise/',
  'pipeline/route/',
];
/** Of the pipeline's own files too: they call the stages. */
const PURE_FILE = /^pipeline\/[^/]+$/;
const IMPURE: readonly [RegExp, string][] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)/, 'reads the clock'],
  [/\bperformance\./, 'reads the clock'],
  [/\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)?\(|\bcrypto\./, 'throws dice'],
  [/\bprocess\./, 'reads its process'],
  [/\bfetch\s*\(|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\./, 'does something'],
  [/\bawait\b|\basync\b/, 'waits'],
];
const PURE_MODULES = new Set(['node:crypto']);

function isPure(file: string): boolean {
  return PURE_FILE.test(file) || PURE.some((folder) => file.startsWith(folder));
}

/** What a pure file must not do. */
export function purityFaults(files: Files): string[] {
  return [...files].flatMap(([file, source]) => {
    if (!isPure(file)) return [];
    const { code } = codeAndTexts(source);
    const modules = importsOf(source).filter((name) => name.startsWith('node:') && !PURE_MODULES.has(name));
    return [
      ...IMPURE.flatMap(([pattern, what]) => (pattern.test(code) ? [`${file} ${what} (${pattern.exec(code)?.[0]})`] : [])),
      ...modules.map((name) => `${file} imports ${name}`),
    ];
  });
}

/** A thing that only some files may say. `in`: exact paths. */
export interface Reserved {
  readonly what: string;
  readonly pattern: RegExp;
  readonly in: readonly string[];
}

/** What the code (not its comments or strings) says outside the places it is reserved to, and places that say it no more. */
export function reservedFaults(files: Files, reserved: readonly Reserved[]): string[] {
  return reserved.flatMap(({ what, pattern, in: places }) => {
    const said = [...files].filter(([, source]) => pattern.test(codeAndTexts(source).code)).map(([file]) => file);
    const outside = said.filter((file) => !places.includes(file)).map((file) => `${file}: ${what}`);
    return [...outside, ...places.filter((place) => !said.includes(place)).map((place) => `${place} has no ${what} any more`)];
  });
}

/** The database's own clock in a template text or in a schema. */
export function databaseClockFaults(files: Files, except: readonly string[]): string[] {
  const clock =
    /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\b(?:current_timestamp|localtimestamp|current_date)\b/i;
  return [...files].flatMap(([file, source]) => {
    if (except.includes(file)) return [];
    const { code, texts } = file.endsWith('.sql') ? { code: '', texts: [source] } : codeAndTexts(source);
    const found = texts.find((text) => clock.test(text)) ?? (/\.defaultNow\s*\(/.test(code) ? 'defaultNow' : undefined);
    return found === undefined ? [] : [`${file} asks the database for the time: ${clock.exec(found)?.[0] ?? found}`];
  });
}

export function lengthFaults(files: Files): string[] {
  return [...files].flatMap(([file, source]) => {
    const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
    return lines > MAX_LINES ? [`${file} has ${lines} lines`] : [];
  });
}

/** Folders and files named like a drawer, and numbered folders. */
export function nameFaults(paths: Iterable<string>): string[] {
  return [...paths].flatMap((path) =>
    path.split('/').flatMap((part) => {
      const stem = part.split('.')[0] ?? '';
      if (DRAWERS.test(stem)) return [`${path}: ${part} says nothing`];
      return /^\d/.test(part) ? [`${path}: ${part} is numbered`] : [];
    }),
  );
}

/** Files that only pass on what others declare. */
export function barrelFaults(files: Files): string[] {
  return [...files].flatMap(([file, source]) =>
    /^\s*export\s+(?:type\s+)?(?:\*|\{[^}]*\})[^;]*\bfrom\b/m.test(source) ? [`${file} re-exports`] : [],
  );
}

/** Test folders that mirror no folder of the source and are not among the special ones. */
export function mirrorFaults(testFiles: Iterable<string>, sourceFiles: Iterable<string>, special: readonly string[]): string[] {
  const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const folders = new Set([...sourceFiles].flatMap((path) => ancestors(folderOf(path))));
  const own = new Set([...testFiles].map(folderOf).filter((folder) => folder !== ''));
  const isSpecial = (folder: string): boolean => special.some((name) => folder === name || folder.startsWith(`${name}/`));
  return [...own]
    .filter((folder) => !folders.has(folder) && !isSpecial(folder))
    .map((folder) => `test/${folder} mirrors no folder of src`);
}

function ancestors(folder: string): string[] {
  const parts = folder.split('/');
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}
