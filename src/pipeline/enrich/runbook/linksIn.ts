import { webLink } from '../../notify/webLink.ts';

/** What stands where a link is wanted and is none. */
export interface NoLink {
  /** On one line, cut, without a password. */
  readonly value: string;
  /** `a placeholder`, `prose`: after "is". */
  readonly what: string;
}

export interface FoundLinks {
  /** http or https, as `webLink` lets them pass; each once, in their order. */
  readonly links: readonly string[];
  /** Slugs and paths, which a folder of runbooks may know; `what` is what to say where none does. */
  readonly references: readonly NoLink[];
  readonly notLinks: readonly NoLink[];
}

const LONGEST_TEXT = 8_192;
const LONGEST_SHOWN = 80;
const LONGEST_REFERENCE = 256;
const MOST = 10;

/** Up to what cannot stand in an address, to the label of `url|label` and `[url](url)`, or to the next address of a list. */
const ADDRESS = /https?:\/\/(?:\{\{[^}\n]{0,200}\}\}|<no value>|(?!\]\(|[,;]https?:\/\/)[^\s<>"`|\\])+/gi;
/** Of Go's templates, and of what people fill in with other tools. `<no value>` is what Go says for a missing one. */
const TEMPLATE = /\{\{|\}\}|\$\{|<no value>|\$labels\b|%!\w?\(/;
const PLACEHOLDER =
  /^(?:(?:todo|tbd|tba|fixme|wip)\b.*|xxx+|n\s*\/?\s*a|n\.a\.?|none|null|nil|undefined|no|false|unknown|missing|empty|pending|-+|—|_+|\?+|\.+|…|not (?:available|applicable|yet.*)|no (?:runbook|playbook).*|coming soon.*)[.!]?$/is;
const OTHER_SCHEME = /^(?:[a-z][a-z0-9+.-]*:\/\/|(?:javascript|data|mailto|file|vbscript|tel):)/i;
const WITHOUT_SCHEME = /^(?:www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/)/i;
const REFERENCE = /^[\p{L}\p{N}_./#%&+=?@:~()-]+$/u;
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/**
 * The links in an annotation's text, and what else it holds. A text with links is taken for its links; its words are no matter. A text
 * without one is said to be what it is. Bounded: of a text 8,192 characters, ten of each.
 */
export function linksIn(annotation: string): FoundLinks {
  const text = annotation.slice(0, LONGEST_TEXT).replace(INVISIBLE, '');
  const links = new Set<string>();
  const notLinks = new Map<string, NoLink>();
  for (const [written] of text.matchAll(ADDRESS)) {
    const found = readAddress(withoutTail(written));
    if (typeof found === 'string') links.add(found);
    else notLinks.set(found.value, found);
  }
  if (links.size > 0 || notLinks.size > 0) {
    return { links: [...links].slice(0, MOST), references: [], notLinks: [...notLinks.values()].slice(0, MOST) };
  }
  const words = text.trim();
  const references = referencesIn(words);
  if (references.length > 0) return { links: [], references, notLinks: [] };
  return { links: [], references: [], notLinks: [{ value: shown(words), what: whatIs(words) }] };
}

/** Punctuation of the sentence around it, and brackets that were opened before it. */
function withoutTail(written: string): string {
  let text = written;
  for (;;) {
    const cut = text.replace(/[.,;:!?*'…]+$/, '');
    const last = cut.at(-1) ?? '';
    const open = { ')': '(', ']': '[', '}': '{' }[last];
    const isExtra = open !== undefined && count(cut, last) > count(cut, open) && !cut.endsWith('}}');
    const shorter = isExtra ? cut.slice(0, -1) : cut;
    if (shorter === text) return text;
    text = shorter;
  }
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

function readAddress(text: string): string | NoLink {
  if (TEMPLATE.test(text)) return { value: shown(text), what: 'a link with a template in it that was not filled in' };
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.username !== '' || url.password !== '')) {
    // The password is a secret, whoever put it there.
    return { value: shown(`${url.protocol}//***@${url.host}${url.pathname}`), what: 'a link with a user name or password in it' };
  }
  if (url && PLACEHOLDER.test(url.hostname)) return { value: shown(text), what: 'a placeholder' };
  const link = webLink(text);
  return link?.href ?? { value: shown(text), what: url ? 'a link that is too long' : 'no address that can be opened' };
}

function referencesIn(text: string): NoLink[] {
  if (text === '' || PLACEHOLDER.test(text) || TEMPLATE.test(text) || OTHER_SCHEME.test(text) || /^www\./i.test(text)) return [];
  const isFile = /\.md(?:#.*)?$/i.test(text) && !text.includes('\n');
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const isOneName = parts.length === 1 && isReference(text);
  const arePaths = parts.every((part) => isReference(part) && /[/#]|\.md$/i.test(part));
  if (!isOneName && !arePaths && !(isFile && text.length <= LONGEST_REFERENCE)) return [];
  const values = isOneName || !arePaths ? [text] : parts;
  return [...new Set(values)].slice(0, MOST).map((value) => ({
    value,
    what: WITHOUT_SCHEME.test(value) ? 'an address without https://' : 'a name or a path',
  }));
}

function isReference(text: string): boolean {
  return text.length <= LONGEST_REFERENCE && REFERENCE.test(text);
}

function whatIs(text: string): string {
  if (text === '') return 'empty';
  if (PLACEHOLDER.test(text)) return 'a placeholder';
  if (TEMPLATE.test(text)) return 'a template that was not filled in';
  if (WITHOUT_SCHEME.test(text) && !/\s/.test(text)) return 'an address without https://';
  if (/^https?:/i.test(text)) return 'no address that can be opened';
  if (OTHER_SCHEME.test(text)) return 'a link that is neither http nor https';
  return 'prose';
}

function shown(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN).toWellFormed()}…` : line;
}
