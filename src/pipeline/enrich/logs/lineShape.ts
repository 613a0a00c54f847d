import { essentialLines } from './essentialLines.ts';
import { maskText } from './maskText.ts';
import { messageOf } from './messageOf.ts';

/** A word of a shape: `key` is compared, `shown` is shown. */
export interface Word {
  readonly key: string;
  readonly shown: string;
  /** What stands before it: nothing (after `=`), a space, or a line break. */
  readonly gap: '' | ' ' | '\n';
}

/** What is beyond is not looked at: events that agree so far are of one kind. */
const MOST_TEXT = 1024;
const MOST_WORDS = 48;
const MOST_WORD = 120;
/** Before masks, which make words shorter. */
const BEGINNING = new RegExp(String.raw`^(?:\s*\S+){0,${MOST_WORDS}}`);
const LONG_WORD = /\S{257,}/g;

const PIECE = /\n|"(?:[^"\\\n]|\\.){1,64}"|(?<=[\s=([{,:]|^)'[^'\n]{1,64}'(?=$|[\s,;:.)\]}>])|[^\s="]+=?|["=]/g;
const PART = /[^\s=]+=?|=/g;
/** A quoted text after these is what is told, not a value. */
const TOLD = /(?:^|\W)(?:error|err|msg|message|reason|cause|exception|description|detail)=$/i;
const REQUEST = /^"(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT|TRACE) /;
const SYSLOG_PRIORITY = /^<\d{1,3}>(?:1 )?/;
/** The time that a line begins with is said beside the pattern. */
const OPENING_TIME = /^[\s[(]{0,9}<time>[\])]{0,9}[\s,|:-]*/;
/** Lists have no fixed length: `<n>, <n>, <n>`. Those without commas (`blk_<n> blk_<n>`) are told by their words. */
const LIST = /<(n|ip|hex|id|uuid)>(?:, ?<\1>)+/g;

/** The words that tell what kind of event a text is of; what changes in them is masked. Linear in the length of the text. */
export function lineShape(text: string): readonly Word[] {
  const told = beginningOf(essentialLines(messageOf(text))).replace(SYSLOG_PRIORITY, '');
  const masked = maskText(told).replace(OPENING_TIME, '').replace(LIST, '<$1>…');
  const words: Word[] = [];
  let gap: Word['gap'] = '';
  let end = 0;
  for (const { 0: piece, index } of masked.matchAll(PIECE)) {
    if (piece === '\n') {
      gap = '\n';
      continue;
    }
    if (gap === '' && index > end) gap = ' ';
    for (const word of wordsOf(piece, words.at(-1)?.shown ?? '')) {
      const last = words.at(-1);
      if (last !== undefined && last.key === word.key && last.key.includes('<') && word.key !== '"<*>"') {
        words[words.length - 1] = { ...last, shown: cut(`${last.key}…`) };
        continue;
      }
      if (words.length === MOST_WORDS) return [...words, { key: '…', shown: '…', gap: ' ' }];
      words.push({ ...word, gap: words.length === 0 ? '' : gap || word.gap });
      gap = '';
    }
    end = index + piece.length;
  }
  return words;
}

/** Cut by words first: lines of one kind have as many of them, but not as many letters. */
function beginningOf(text: string): string {
  const start = text.slice(0, 4 * MOST_TEXT).replace(LONG_WORD, (word) => `${word.slice(0, 256)}…`);
  return (BEGINNING.exec(start)?.[0] ?? '').slice(0, MOST_TEXT).toWellFormed();
}

function wordsOf(piece: string, before: string): Word[] {
  const isQuoted = piece.length > 1 && /^["']/.test(piece);
  if (!isQuoted) return [wordOf(piece, '')];
  if (before !== '' && !TOLD.test(before) && !REQUEST.test(piece)) return [{ key: '"<*>"', shown: cut(piece), gap: '' }];
  return [...piece.matchAll(PART)].map(({ 0: part, index }) => wordOf(part, /\s/.test(piece[index - 1] ?? '') ? ' ' : ''));
}

/** Whether a random name is of digits only or of letters too, and how long a list is, is chance: as a key it is the same. */
function wordOf(text: string, gap: Word['gap']): Word {
  const shown = cut(text);
  return { key: shown.includes('<') ? shown.replace(/<(?:hex|id)>/g, '<n>').replaceAll('>…', '>') : shown, shown, gap };
}

function cut(text: string): string {
  return text.length <= MOST_WORD ? text : `${text.slice(0, MOST_WORD - 1).toWellFormed()}…`;
}
