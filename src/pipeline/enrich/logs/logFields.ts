/** The fields of a structured line by their lower-case, dotted names: `{"log":{"level":"x"}}` gives `log.level`. */
export type LogFields = ReadonlyMap<string, string>;

const MOST_FIELDS = 200;
const MOST_DEPTH = 4;

/** What container runtimes and `docker compose` put before the line that the program wrote. */
const CARRIER = /^(?:\S{1,40} (?:stdout|stderr) [FP] |[\w.-]{1,80}\s{0,20}\| |@cee: ?)?(?=\{\s*")/;
const KLOG = /^[IWEF]\d{4} \d\d:\d\d:\d\d(?:\.\d+)?\s+\d+ [\w.-]+:\d+\] /;
const PAIR = /(?<!\S)([A-Za-z_@][\w.@/-]{0,80})=("(?:[^"\\]|\\.)*"|[^\s"]*)/g;
const LOGFMT = /^\s*[A-Za-z_@][\w.@/-]{0,80}=/;
/** A pair as it is found in JSON that does not parse: cut off, or with a redaction mark where a number was. */
const BROKEN_PAIR = /"([^"\\]{1,80})"\s*:\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|(-?\d[\d.]*|true|false)\b)/g;

/**
 * The fields of a line of JSON, logfmt or klog; null where it is none of them. klog's quoted message is `msg`. JSON that does not parse
 * gives the fields that can be made out. Arrays are left out, and what is deeper than four objects.
 */
export function logFields(text: string): LogFields | null {
  const carrier = CARRIER.exec(text);
  if (carrier) return jsonFields(text.slice(carrier[0].length));
  const header = KLOG.exec(text);
  if (header) return klogFields(text.slice(header[0].length), text[0] ?? '');
  if (!LOGFMT.test(text)) return null;
  const fields = pairsOf(text);
  return fields.size > 1 ? fields : null;
}

function jsonFields(json: string): LogFields {
  const fields = new Map<string, string>();
  try {
    flatten(JSON.parse(json), '', 0, fields);
    return fields;
  } catch {
    for (const [, name = '', quoted, plain] of json.matchAll(BROKEN_PAIR)) {
      if (fields.size >= MOST_FIELDS) break;
      keep(fields, name, quoted === undefined ? (plain ?? '') : unescaped(quoted));
    }
    return fields;
  }
}

function flatten(value: unknown, name: string, depth: number, into: Map<string, string>): void {
  if (into.size >= MOST_FIELDS || Array.isArray(value)) return;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') keep(into, name, String(value));
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) return;
  for (const [key, inner] of Object.entries(value)) flatten(inner, name === '' ? key : `${name}.${key}`, depth + 1, into);
}

function klogFields(rest: string, level: string): LogFields {
  const fields = new Map([['level', level]]);
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest);
  fields.set('msg', quoted ? unescaped(quoted[1] ?? '') : rest);
  if (quoted) for (const [name, value] of pairsOf(rest.slice(quoted[0].length))) if (!fields.has(name)) fields.set(name, value);
  return fields;
}

function pairsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(PAIR)) {
    if (fields.size >= MOST_FIELDS) break;
    keep(fields, name, value.startsWith('"') ? unescaped(value.slice(1, -1)) : value);
  }
  return fields;
}

/** The first of two fields of one name stays. */
function keep(fields: Map<string, string>, name: string, value: string): void {
  const key = name.toLowerCase();
  if (!fields.has(key)) fields.set(key, value);
}

function unescaped(text: string): string {
  return text.replace(/\\(["\\/nrt])/g, (_, sign: string) => ({ n: '\n', r: '\r', t: '\t' })[sign] ?? sign);
}
