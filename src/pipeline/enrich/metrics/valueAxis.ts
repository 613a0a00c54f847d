/** Round values that span what is drawn, with what is written beside them. */
export interface ValueAxis {
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

const PREFIXES: readonly (readonly [number, string])[] = [
  [1e24, 'Y'],
  [1e21, 'Z'],
  [1e18, 'E'],
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
];
const SMALL_PREFIXES: readonly (readonly [number, string])[] = [
  [1e-6, 'µ'],
  [1e-9, 'n'],
  [1e-12, 'p'],
];

/** Beyond this nothing can be reckoned with, and no picture tells anything. */
const LARGEST = 1e290;

/** Whether a value has a place on an axis: infinity and what is near it has none. */
export function isPlaceable(value: number): boolean {
  return Math.abs(value) <= LARGEST;
}

/** For those among `values` that have a place; from nothing where that is near. About four steps. */
export function valueAxis(values: readonly number[]): ValueAxis {
  const finite = values.filter(isPlaceable).map((value) => (Math.abs(value) < 1 / LARGEST ? 0 : value));
  let least = finite.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  let most = finite.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (finite.length === 0) [least, most] = [0, 1];
  if (least > 0 && least < most * 0.6) least = 0;
  if (most < 0 && most > least * 0.6) most = 0;
  const tiny = Math.max(Math.abs(least), Math.abs(most)) * 1e-6;
  if (most - least <= tiny) {
    // A level line: in the middle, or with its foot on nothing.
    const room = Math.abs(most) || 2;
    least = most < 0 ? most - room / 2 : Math.max(0, least - room / 2);
    most = most < 0 ? Math.min(0, most + room) : most + room / 2;
  }
  const step = roundStep((most - least) / 4);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  const written = writer(Math.max(Math.abs(first), Math.abs(last)) * step, step);
  const ticks = Array.from({ length: Math.min(last - first + 1, 12) }, (_, i) => {
    const value = (first + i) * step;
    return { value, label: written(value) };
  });
  return { least: first * step, most: last * step, ticks };
}

/** One value, as on an axis: `1.25k`, `0.9`, `40µ`. */
export function writeValue(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  const [scale, prefix] = prefixOf(Math.abs(value));
  if (scale === null) return minus(value.toExponential(2));
  return minus(`${Number((value / scale).toPrecision(4))}${prefix}`);
}

/** 1, 2, 2.5 or 5 times a power of ten, not less than `least`. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function writer(largest: number, step: number): (value: number) => string {
  // `750` and `1000` are read faster than `0.75k` and `1.00k`.
  const [scale, prefix] = largest < 10_000 && step >= 1 ? ([1, ''] as const) : prefixOf(largest);
  if (scale === null) return (value) => (value === 0 ? '0' : minus(value.toExponential(2)));
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(step / scale) + 1e-9) + (isQuarter(step) ? 1 : 0)));
  return (value) => (value === 0 ? '0' : minus(`${(value / scale).toFixed(decimals)}${prefix}`));
}

function isQuarter(step: number): boolean {
  return Math.abs(step / 10 ** Math.floor(Math.log10(step) + 1e-9) - 2.5) < 1e-6;
}

/** Down to a thousandth numbers are read best as they are. Null where there is no prefix that anybody knows. */
function prefixOf(largest: number): readonly [number | null, string] {
  const rounded = largest * (1 + 1e-9);
  if (rounded >= 1e27) return [null, ''];
  if (rounded === 0 || rounded >= 1e-3) return PREFIXES.find(([scale]) => rounded >= scale) ?? [1, ''];
  return SMALL_PREFIXES.find(([scale]) => rounded >= scale) ?? [null, ''];
}

function minus(text: string): string {
  return text.replace('-', '−');
}
