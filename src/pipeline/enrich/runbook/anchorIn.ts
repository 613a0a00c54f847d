/**
 * The place in a page that a link names, or null where none is named that a page's HTML would show: `#L10` of a source file, `#/route` of
 * a page that a script draws, `#:~:text=`, `#top`.
 */
export function anchorOf(url: URL): string | null {
  const raw = url.hash.slice(1);
  if (raw === '' || raw === 'top' || /^[/!?]|:~:/.test(raw) || /^L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$/.test(raw)) return null;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}

/**
 * Whether a page has that place: `id=` or `name=`, in a tag or in the JSON that GitHub sends its pages in; GitHub puts `user-content-`
 * before it.
 */
export function anchorIn(html: string, anchor: string): boolean {
  const escaped = anchor.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const quote = String.raw`\\*(?:["']|&quot;)`;
  const value = `(?:user-content-)?${escaped}`;
  const attribute = String.raw`[\s"']\\?(?:id|name)\s*=\s*(?:${quote}${value}${quote}|${value}[\s>/])`;
  const inJson = `${quote}anchor${quote}\\s*:\\s*${quote}${value}${quote}`;
  return new RegExp(`${attribute}|${inJson}`, 'i').test(html);
}
