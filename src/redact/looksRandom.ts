const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHORTEST = 16;
const FEWEST_SIGNS = 8;

/** Made by a machine, as far as can be seen: long, letters and digits mixed, no spaces, and not a UUID, which is what names things. */
export function looksRandom(value: string): boolean {
  return (
    value.length >= SHORTEST &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/\s/.test(value) &&
    !UUID.test(value) &&
    new Set(value.slice(0, 64)).size >= FEWEST_SIGNS
  );
}
