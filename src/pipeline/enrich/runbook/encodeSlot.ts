/** A value as a part of an address: it cannot leave its place there. Null for what cannot be written in one. */
export function encodeSlot(value: string): string | null {
  // Browsers and servers take these for the folder itself and the one above.
  if (/^\.{1,2}$/.test(value) || !value.isWellFormed()) return null;
  return encodeURIComponent(value).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
