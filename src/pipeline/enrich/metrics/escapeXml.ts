const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** What no XML may hold, and what turns text around or hides it. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Cn}\p{Cs}\u2028\u2029]+/gu;

/** Text as one line of an element or a value of an attribute. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(UNFIT, ' ')
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
}
