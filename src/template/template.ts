import { type Labels, labelValue } from '../alert/labels.ts';
import { TemplateError } from './templateError.ts';

/** What a template may speak of. Times are Unix milliseconds. */
export interface TemplateValues {
  readonly labels: Labels;
  readonly annotations: Labels;
  /** What is known of the incident: `number`, `service`, `team`, `severity`, …; by the names in {@link FACTS}. */
  readonly facts: Readonly<Partial<Record<Fact, string>>>;
}

export const FACTS = [
  'number',
  'service',
  'team',
  'cluster',
  'severity',
  'title',
  'from_ms',
  'to_ms',
  'from_s',
  'to_s',
  'from_iso',
  'to_iso',
  'trace',
] as const;
export type Fact = (typeof FACTS)[number];

/** Makes one value safe for the language that the template is written in. `null`: this value cannot be said in it. */
export type Encode = (value: string) => string | null;

export type Rendered =
  | { readonly text: string }
  /** The slot that has no value, or none that can be said, as it stands in the template. */
  | { readonly missing: string };

/** A template that has been read: text with slots such as `{{ labels.service }}` or `{{ labels.alertname | slug }}`. */
export interface Template {
  readonly source: string;
  /** Each slot's value, encoded, in its place. What is filled in is never read again as a template. */
  render(values: TemplateValues, encode: Encode): Rendered;
}

/** A value that is longer is no name of anything. */
const LONGEST_VALUE = 256;
const LONGEST_SOURCE = 4_096;
const SLOT = /\{\{([^{}]*)\}\}/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;

interface Slot {
  readonly written: string;
  readonly value: (values: TemplateValues) => string;
}

/**
 * Reads a template. There is no logic in it: no conditions, no loops, no nesting.
 * @throws TemplateError for an unknown name, filter or brace
 */
export function readTemplate(source: string): Template {
  if (source.length > LONGEST_SOURCE) throw new TemplateError(`is longer than ${LONGEST_SOURCE} characters`);
  const parts: (string | Slot)[] = [];
  let from = 0;
  for (const match of source.matchAll(SLOT)) {
    parts.push(text(source.slice(from, match.index)), slot(match[0], match[1] as string));
    from = match.index + match[0].length;
  }
  parts.push(text(source.slice(from)));
  return { source, render: (values, encode) => render(parts, values, encode) };
}

function text(part: string): string {
  if (part.includes('{{') || part.includes('}}'))
    throw new TemplateError(`has a {{ or }} without its other half near ${JSON.stringify(part.slice(0, 60))}`);
  return part;
}

function slot(written: string, inner: string): Slot {
  const [path = '', ...filters] = inner.split('|').map((word) => word.trim());
  const unknown = filters.find((filter) => !Object.hasOwn(FILTERS, filter));
  if (unknown !== undefined)
    throw new TemplateError(`has the unknown filter ${JSON.stringify(unknown)}: there are ${Object.keys(FILTERS).join(', ')}`);
  const read = reader(path);
  const apply = filters.map((filter) => FILTERS[filter] as (value: string) => string);
  return { written, value: (values) => apply.reduce((value, filter) => filter(value), read(values)) };
}

function reader(path: string): (values: TemplateValues) => string {
  const of = /^(labels|annotations)\.(.+)$/.exec(path);
  if (of) {
    const [, kind, name = ''] = of;
    return (values) => labelValue(kind === 'labels' ? values.labels : values.annotations, name);
  }
  const fact = FACTS.find((name) => name === path);
  if (fact) return ({ facts }) => facts[fact] ?? '';
  throw new TemplateError(
    `has the unknown name ${JSON.stringify(path)}: write labels.NAME, annotations.NAME or one of ${FACTS.join(', ')}`,
  );
}

const FILTERS: Readonly<Record<string, (value: string) => string>> = {
  lower: (value) => value.toLowerCase(),
  upper: (value) => value.toUpperCase(),
  /** `KubePodCrashLooping` and `kube pod!` become `kube-pod-crash-looping` and `kube-pod`. */
  slug: (value) =>
    value
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, ''),
};

function render(parts: readonly (string | Slot)[], values: TemplateValues, encode: Encode): Rendered {
  let said = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      said += part;
      continue;
    }
    const value = part.value(values);
    const encoded = value === '' || value.length > LONGEST_VALUE || CONTROL.test(value) ? null : encode(value);
    if (encoded === null) return { missing: part.written };
    said += encoded;
  }
  return { text: said };
}
