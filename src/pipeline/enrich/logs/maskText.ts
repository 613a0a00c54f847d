/**
 * What changes from one event to the next, tried in this order at each place of a text. `kept` and `status` stay as they are: what the
 * redactor put there, and numbers that tell one kind of event from another.
 */
const FORMS = {
  kept: String.raw`[[<{(‹«](?:redacted|REDACTED)\b[^\]>})›»\n]{0,60}[\]>})›»]|\*{3,}`,
  time: [
    String.raw`(?<!\d)\d{4}[-/]\d\d[-/]\d\d[T ]{1,2}\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|GMT|CES?T|EES?T|[PMCE][SD]T|BST|[IJK]ST|[+-]\d\d:?\d\d)\b)?`,
    String.raw`(?<!\d)\d\d/(?:[A-Z][a-z]{2}|\d\d)/\d{2,4}[: ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: [+-]\d{4})?`,
    String.raw`(?<!\w)(?:[A-Z][a-z]{2},? )?(?:[A-Z][a-z]{2} {1,2}\d{1,2}|\d{1,2} [A-Z][a-z]{2}(?: \d{4})?) \d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: \d{4}\b)?(?: (?:Z|GMT|UTC|[+-]\d{4})\b)?`,
    String.raw`(?<![\w:-])\d{4}-\d\d-\d\d(?![\w-])`,
    String.raw`(?<![\w:.])\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?![\w:])`,
  ].join('|'),
  uuid: String.raw`(?<![\da-zA-Z])[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}(?![\da-zA-Z])`,
  email: String.raw`(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`,
  ip: [
    String.raw`(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)`,
    String.raw`(?<![\w:.])(?:[\da-fA-F]{1,4}:){7}[\da-fA-F]{1,4}(?!\w)`,
    String.raw`(?<![\w:.])(?=[\da-fA-F:]{0,40}\d)(?:[\da-fA-F]{1,4}(?::[\da-fA-F]{1,4}){0,6})?::(?:[\da-fA-F]{1,4}(?::[\da-fA-F]{1,4}){0,6})?(?![\w:])`,
  ].join('|'),
  mac: String.raw`(?<![\w:])[\da-fA-F]{2}(?::[\da-fA-F]{2}){5,7}(?![\w:])`,
  query: String.raw`(?<=[\w/])\?[\w.%~+[\]-]{1,80}=[^\s"'<>]*`,
  status: [
    String.raw`(?<!\w)HTTP/\d(?:\.\d)?"? [1-5]\d\d(?!\d)`,
    String.raw`(?<![a-z])[sS]tatus(?:[_ ]?[cC]ode)?"?(?:[:=] ?| )"?[1-5]\d\d(?![\d.])`,
    String.raw`(?<!\w)exit(?:ed)?(?: with)?(?: (?:code|status))?[:= ]{1,2}\d{1,3}(?![\d.])`,
  ].join('|'),
  hex: String.raw`(?<![\da-zA-Z])(?:0x[\da-fA-F]+|(?=[a-fA-F]{0,64}\d)(?=\d{0,64}[a-fA-F])[\da-fA-F]{8,}(?![\da-zA-Z]))`,
  duration: String.raw`(?<![\w.])(?:\d{1,9}h)?(?:\d{1,9}m)?\d{1,15}(?:[.,]\d{1,15})?(?: ?(?:[nuµμm]?s|secs?|mins?)|[mhd])(?![\w])`,
  size: String.raw`(?<![\w.])\d{1,15}(?:[.,]\d{1,15})? ?(?:[kKMGTP]i?)?B(?!\w)`,
  id: String.raw`(?<![\da-zA-Z])(?:\d{1,40}[a-zA-Z]{1,40}\d|[a-zA-Z]{1,40}\d{1,40}[a-zA-Z]{1,40}\d)[\da-zA-Z]*`,
  n: String.raw`(?:(?<=^|[\s=:([,"'_/])[+-])?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+(?!\w))?`,
};
const NAMES = Object.keys(FORMS);
/** Plain words, where none of the forms can begin: passed over at once, since trying all forms at each character is what takes time. */
const PLAIN = String.raw`(?:(?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|HTTP|[sS]tatus|exit))[a-zA-Z]{1,60}(?![\w@.+:-])|(?<=\w)[ ,;]|[ ]{2,200}(?! )){1,100}`;
const ANY = new RegExp(
  `${PLAIN}|${Object.values(FORMS)
    .map((form) => `(${form})`)
    .join('|')}`,
  'g',
);
const MASKS = NAMES.map((name) => (name === 'kept' || name === 'status' ? null : name === 'query' ? '?<*>' : `<${name}>`));

/**
 * The text with its variable parts as masks: `<time>`, `<ip>`, `<uuid>`, `<email>`, `<hex>`, `<duration>`, `<size>`, `<id>` (letters and
 * digits mixed), `<n>`. Names keep their letters: `blk_42` is `blk_<n>`. HTTP and exit statuses stay, and so do the redactor's marks.
 */
export function maskText(text: string): string {
  let masked = '';
  let end = 0;
  for (const match of text.matchAll(ANY)) {
    const mask = maskOf(match);
    if (mask === null) continue;
    masked += text.slice(end, match.index) + mask;
    end = match.index + match[0].length;
  }
  return masked + text.slice(end);
}

function maskOf(match: RegExpExecArray): string | null {
  for (let form = 0; form < NAMES.length; form += 1) if (match[form + 1] !== undefined) return MASKS[form] ?? null;
  return null;
}
