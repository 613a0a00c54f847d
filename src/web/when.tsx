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

/** The clock's time in UTC, with the day where that is not today's. */
export function Clock({ at, now }: { at: Instant; now: Instant }) {
  const exact = new Date(at).toISOString();
  return (
    <time datetime={exact} title={exact}>
      {clockTime(at, now)}
    </time>
  );
}

/** A stretch of time by the clock, in UTC. */
export function Between({ from, to, now }: { from: Instant; to: Instant; now: Instant }) {
  const [begin, end] = [clockTime(from, now), clockTime(to, from)];
  return (
    <span>
      <Clock at={from} now={now} />
      {(begin !== end || to - from >= MINUTE) && (
        <>
          –
          <time datetime={new Date(to).toISOString()} title={new Date(to).toISOString()}>
            {end}
          </time>
        </>
      )}
    </span>
  );
}

/** With the day where that is another than that of `beside`. */
function clockTime(at: Instant, beside: Instant): string {
  const exact = new Date(at).toISOString();
  const day = exact.slice(0, 10) === new Date(beside).toISOString().slice(0, 10) ? '' : `${exact.slice(0, 10)} `;
  return `${day}${exact.slice(11, 19)}`;
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
