import type { Instant } from '../alert/timestamp.ts';

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
];

/** A time as how long ago it was, with the exact time (UTC) on it. */
export function When({ at, now }: { at: Instant; now: Instant }) {
  const exact = new Date(at).toISOString();
  return (
    <time datetime={exact} title={exact}>
      {ago(now - at)}
    </time>
  );
}

/** A time as clocks show it, in UTC, to the second. */
export function Exactly({ at }: { at: Instant }) {
  const exact = new Date(at).toISOString();
  return <time datetime={exact}>{exact.slice(0, 19).replace('T', ' ')}</time>;
}

function ago(millis: number): string {
  const first = UNITS.findIndex(([, size]) => millis >= size);
  const unit = UNITS[first];
  if (!unit) return 'just now';
  const [name, size] = unit;
  const count = Math.floor(millis / size);
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((millis - count * size) / next[1]) : 0;
  return `${count} ${name}${rest > 0 && next ? ` ${rest} ${next[0]}` : ''} ago`;
}
