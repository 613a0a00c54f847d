import type { Instant } from '../alert/timestamp.ts';
import { Until } from './when.tsx';

/** What a receiver is not told of one by one, and hears of in a digest. */
export interface ShownDigest {
  readonly receiver: string;
  readonly dueAt: Instant;
  /** By number. */
  readonly incidents: readonly number[];
  /** How many more there are than are named. */
  readonly more: number;
}

const MOST_INCIDENTS = 20;

/** Which receivers were told enough, and what of. Nothing where none was. */
export function DueDigests({ digests, now }: { digests: readonly ShownDigest[]; now: Instant }) {
  if (digests.length === 0) return null;
  return (
    <section>
      <h2 id="digests">Waiting for a digest</h2>
      <ul class="alerts">
        {digests.map(({ receiver, dueAt, incidents, more }) => {
          const count = incidents.length + more;
          const left = count - Math.min(incidents.length, MOST_INCIDENTS);
          return (
            <li class="alert is-held">
              <p>
                <strong>
                  <bdi>{receiver}</bdi>
                </strong>{' '}
                was told too often, and hears of {count} {count === 1 ? 'incident' : 'incidents'} in one digest
              </p>
              <p class="facts">
                <span class="badge held">held back: throttle</span>
                {incidents.slice(0, MOST_INCIDENTS).map((number) => (
                  <a href={`/incidents/${number}`}>#{number}</a>
                ))}
                {left > 0 && <span>and {left} more</span>}
                <Until at={dueAt} now={now} />
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
