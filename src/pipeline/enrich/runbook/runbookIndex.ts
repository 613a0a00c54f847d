import { matchingSection } from './matchingSection.ts';
import { plainName } from './plainName.ts';
import { type MarkdownText, readMarkdown } from './readMarkdown.ts';

/** A Markdown file of the folder of runbooks. */
export interface RunbookFile {
  /** Below the folder, with `/`. */
  readonly file: string;
  readonly text: string;
}

/** What a runbook in the folder says of an alert. */
export interface RunbookSection {
  readonly file: string;
  readonly heading: string;
  /** Plain text, at most some 1,200 characters. It is the operator's own; nobody has redacted it. */
  readonly quote: string;
}

/** The runbooks of a folder, in memory: nothing that an alert says is ever a path on the disk. */
export interface RunbookIndex {
  readonly files: number;
  /** By front matter, file name, heading or title; null where none is named like the alert, or where nothing is written. */
  byAlert(alertname: string): RunbookSection | null;
  /** By a slug or a path such as `kube/KubePodCrashLooping.md#diagnosis`; of a whole file that part which names the alert. */
  byReference(reference: string, alertname: string): RunbookSection | null;
}

interface Place {
  readonly entry: RunbookFile;
  /** What the heading is called; null: the whole file. */
  readonly name: string | null;
}

const EXTENSION = /\.(?:md|markdown|html?)$/i;
/** Such a file speaks for its folder. */
const OF_FOLDER = new Set(['index', 'readme']);
/** Front matter that names alerts. */
const NAMES = ['alertname', 'alertnames', 'alert', 'alerts', 'aliases', 'slug'];

export function indexRunbooks(files: readonly RunbookFile[]): RunbookIndex {
  // The better the reason, the earlier its map is asked.
  const byFront = new Map<string, Place>();
  const byFile = new Map<string, Place>();
  const byHeading = new Map<string, Place>();
  const byTitle = new Map<string, Place>();
  const paths: { readonly path: readonly string[]; readonly entry: RunbookFile }[] = [];
  for (const entry of files) {
    const path = segmentsOf(entry.file);
    paths.push({ path, entry });
    const whole: Place = { entry, name: null };
    const { frontMatter, blocks } = readMarkdown(entry.text);
    for (const key of NAMES) for (const name of frontMatter.get(key) ?? []) put(byFront, name.split('/').pop() ?? '', whole);
    put(byFile, path.at(-1) ?? '', whole);
    for (const title of frontMatter.get('title') ?? []) put(byTitle, title, whole);
    for (const block of blocks) {
      if (block.kind !== 'heading') continue;
      for (const name of namesIn(block.text)) put(byHeading, name, { entry, name });
    }
  }
  const byAlert = (alertname: string): RunbookSection | null => {
    const name = plainName(alertname);
    if (name === '') return null;
    for (const places of [byFront, byFile, byHeading, byTitle]) {
      const place = places.get(name);
      const section = place && (place.name === null ? sectionOf(place.entry, [name]) : partOf(place.entry, [place.name]));
      if (section) return section;
    }
    return null;
  };
  return {
    files: files.length,
    byAlert,
    byReference: (reference, alertname) => {
      const [path = '', anchor = ''] = decoded(reference).split('#', 2);
      const segments = segmentsOf(path.replace(/[?].*$/, ''));
      const entry = fileOf(paths, segments);
      if (entry) return entry === 'several' ? null : sectionOf(entry, [anchor, alertname]);
      return segments.length === 1 ? byAlert(segments[0] ?? '') : null;
    },
  };
}

function put(places: Map<string, Place>, written: string, place: Place): void {
  const name = plainName(written);
  if (name !== '' && !places.has(name)) places.set(name, place);
}

/** `A / B` and `A, B` are headings of both; the heading as a whole comes first. */
function namesIn(heading: string): string[] {
  const parts = heading.split(/\s*[,/&|]\s*|\s+and\s+/);
  return parts.length > 1 ? [heading, ...parts] : [heading];
}

/** What the names of a path are compared by; a folder's own file has its folder's name. */
function segmentsOf(path: string): string[] {
  const names = path
    .replace(EXTENSION, '')
    .split('/')
    .map(plainName)
    .filter((name) => name !== '');
  return names.length > 1 && OF_FOLDER.has(names.at(-1) ?? '') ? names.slice(0, -1) : names;
}

/** The file of this very path; else the only one whose path ends so; else the one with the longest path that this ends with. */
function fileOf(
  paths: readonly { path: readonly string[]; entry: RunbookFile }[],
  asked: readonly string[],
): RunbookFile | 'several' | null {
  if (asked.length === 0) return null;
  const same = paths.find(({ path }) => path.length === asked.length && endsWith(path, asked));
  if (same) return same.entry;
  const [longer, ...others] = paths.filter(({ path }) => endsWith(path, asked));
  if (longer) return others.length > 0 ? 'several' : longer.entry;
  const shorter = paths.filter(({ path }) => path.length > 0 && endsWith(asked, path));
  const longest = Math.max(...shorter.map(({ path }) => path.length));
  return shorter.find(({ path }) => path.length === longest)?.entry ?? null;
}

function endsWith(path: readonly string[], end: readonly string[]): boolean {
  return end.length <= path.length && end.every((name, i) => path[path.length - end.length + i] === name);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part that one of these names has, else the whole file. */
function sectionOf(entry: RunbookFile, names: readonly string[]): RunbookSection | null {
  const part = partOf(entry, names);
  if (part) return part;
  const { frontMatter, blocks } = readMarkdown(entry.text);
  const whole = matchingSection(blocks, null);
  if (!whole) return null;
  return { file: entry.file, heading: whole.heading ?? frontMatter.get('title')?.[0] ?? entry.file, quote: whole.quote };
}

/** What stands below the heading of the first of these names that has something below it. */
function partOf(entry: RunbookFile, names: readonly string[]): RunbookSection | null {
  const text = readMarkdown(entry.text);
  for (const name of names) {
    const at = headingOf(text, name);
    const found = at === null ? null : matchingSection(text.blocks, at);
    if (found) return { file: entry.file, heading: found.heading ?? '', quote: found.quote };
  }
  return null;
}

function headingOf({ blocks }: MarkdownText, written: string): number | null {
  const name = plainName(written);
  if (name === '') return null;
  const at = blocks.findIndex(
    (block) => block.kind === 'heading' && [...namesIn(block.text), ...block.anchors].some((each) => plainName(each) === name),
  );
  return at < 0 ? null : at;
}
