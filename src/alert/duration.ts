const UNITS = [
  ['y', 365 * 86_400_000],
  ['w', 7 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const DURATION = new RegExp(`^${UNITS.map(([unit]) => `(?:(\\d+)${unit})?`).join('')}$`);

/** Prometheus' own bound: what fits in 64 bits of nanoseconds, about 292 years. */
const LONGEST_MS = 9_223_372_036_854;

/**
 * Milliseconds of a Prometheus duration (`5m`, `1h30m`, `250ms`, `0`), or null if it is none: units from large to small,
 * each at most once, whole numbers. A day has 24 hours, a week 7 days, a year 365 days.
 * Source: prometheus/common `model.ParseDuration`.
 */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  const match = text === '' ? null : DURATION.exec(text);
  if (!match) return null;
  const millis = UNITS.reduce((sum, [, length], i) => sum + Number(match[i + 1] ?? 0) * length, 0);
  return millis <= LONGEST_MS ? millis : null;
}

/** Milliseconds (whole, not negative) as the shortest text that `parseDuration` reads back: `5400000` is `1h30m`. */
export function formatDuration(millis: number): string {
  if (millis === 0) return '0s';
  let rest = millis;
  let text = '';
  for (const [unit, length] of UNITS) {
    // Prometheus writes years, weeks and days only where nothing is left over: 36h stays 36h.
    const count = length >= 86_400_000 && rest % length !== 0 ? 0 : Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return text;
}
