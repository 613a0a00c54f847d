import type { Instant } from '../alert/timestamp.ts';

const MINUTE = 60_000;
const UNITS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', MINUTE],
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

/** A time to come: the clock's, in UTC, and how long that is. */
export function Until({ at, now }: { at: Instant; now: Instant }) {
  const exact = new Date(at).toISOString();
  const day = exact.slice(0, 10) === new Date(now).toISOString().slice(0, 10) ? '' : `${exact.slice(0, 10)} `;
  return (
    <time datetime={exact} title={exact}>
      until {day}
      {exact.slice(11, 19)} UTC ({at - now < MINUTE ? 'under a minute left' : `${span(at - now)} left`})
    </time>
  );
}

/** A time as clocks show it, in UTC, to the second. */
export function Exactly({ at }: { at: Instant }) {
  const exact = new Date(at).toISOString();
  return <time datetime={exact}>{exact.slice(0, 19).replace('T', ' ')}</time>;
}

function ago(millis: number): string {
  return millis < MINUTE ? 'just now' : `${span(millis)} ago`;
}

/** Of a minute or more. */
function span(millis: number): string {
  const first = UNITS.findIndex(([, size]) => millis >= size);
  const [name, size] = UNITS[first] ?? ['min', MINUTE];
  const count = Math.floor(millis / size);
  const next = UNITS[first + 1];
  const rest = next ? Math.floor((millis - count * size) / next[1]) : 0;
  return `${count} ${name}${rest > 0 && next ? ` ${rest} ${next[0]}` : ''}`;
}
