import { firstField } from './firstField.ts';
import { levelWord } from './levelWord.ts';
import { logFields } from './logFields.ts';
import type { LogLevel } from './logLevel.ts';

const FIELDS = [
  'level',
  'severity',
  'log.level',
  'lvl',
  'loglevel',
  'log_level',
  'levelname',
  'severity_text',
  'severitytext',
  '@l',
  '@level',
  's',
];

/** A line's head, in which its level stands; what comes later is what the line tells. */
const HEAD = 160;

const SYSLOG = /^<(\d{1,3})>/;
/** Severities 0–7 of RFC 5424, section 6.2.1. */
const SEVERITIES: readonly LogLevel[] = ['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'];

const WORD =
  'fatal|critical|crit|alert|emerg|emergency|panic|error|err|eror|severe|warning|warn|notice|information|info|log|debug|trace|verbose';
const KEYED = /(?<![\w.-])(?:log)?(?:level|severity|lvl)\\?["']?\s?[:=]\s?\\?["']?([a-z]{1,13})(?![\w-])/i;
/** `[ERROR]`, `[core:error]`, `<Warning>`, `[12:01 ERR]`. */
const BRACKETED = new RegExp(String.raw`[[<](?:[\w:. ,+-]{1,40}[: ])?(${WORD}|dbg|inf|wrn|ftl)\s{0,5}[\]>]`, 'i');
/** In capitals it is a level wherever the head has it as a word of its own. */
const CAPITALS = new RegExp(String.raw`(?<![\w./=-])(${WORD.toUpperCase()})(?![\w/=]|[.-]\w)`);
/** `error: cannot open`, `sshd[42]: fatal: …`: where the text begins only, since prose has these words too. */
const OPENING =
  /^(?:[^[\]]{0,80}\[\d+\]:\s|\S{1,60}:\s)?(fatal|error|fail|crit|warning|warn|panic|info|dbug|debug|trce|notice)(?:\[\w+\])?:/i;
/** `[2026-03-05 11:20:33] production.ERROR: …`, as Monolog writes. */
const CHANNEL = new RegExp(String.raw`^(?:\[[^\]]{1,40}\] )?[\w-]{1,40}\.(${WORD.toUpperCase()}): `);
/** What is printed by a program that has no logger left. */
const CRASH =
  /^(?:Traceback \(most recent call last\):|panic: |Exception in thread |Unhandled exception|Uncaught |thread '[^']{0,80}' panicked|PHP (?:Fatal|Parse) error|fatal error: )/;

/**
 * The level that a line says of itself: by its field in JSON, logfmt and klog, by its syslog priority, by a word in brackets or capitals in
 * its head, or as the output of a crash. null: it says none.
 */
export function levelOf(text: string): LogLevel | null {
  const fields = logFields(text);
  if (fields === null) return levelOfHead(text);
  const said = firstField(fields, FIELDS);
  const level = said === null ? null : levelWord(said);
  if (level !== null) return level;
  const message = firstField(fields, ['msg', 'message', 'log']);
  return message === null ? null : levelOfHead(message);
}

function levelOfHead(text: string): LogLevel | null {
  const priority = SYSLOG.exec(text)?.[1];
  if (priority !== undefined && Number(priority) < 192) return SEVERITIES[Number(priority) % 8] ?? null;
  const head = text.slice(0, HEAD);
  if (CRASH.test(head)) return 'error';
  const word = (KEYED.exec(head) ??
    OPENING.exec(head) ??
    CHANNEL.exec(head) ??
    earlier(BRACKETED.exec(head), CAPITALS.exec(head)))?.[1];
  return word === undefined ? null : levelWord(word);
}

function earlier(one: RegExpExecArray | null, other: RegExpExecArray | null): RegExpExecArray | null {
  if (one === null || other === null) return one ?? other;
  return one.index <= other.index ? one : other;
}
