/**
 * Told apart by people who do not see all colours: Okabe and Ito's palette without its yellow, and three of Paul Tol's. The second half
 * is dashed too.
 */
const COLOURS = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#e69f00',
  '#882255',
  '#44aa99',
  '#999933',
  '#332288',
] as const;

/** SVG attributes of the nth line. */
export function lineStyle(n: number): string {
  const dash = n % COLOURS.length >= COLOURS.length / 2 ? ' stroke-dasharray="6 2"' : '';
  return `fill="none" stroke="${lineColour(n)}" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="butt"${dash}`;
}

export function lineColour(n: number): string {
  return COLOURS[n % COLOURS.length] as string;
}
