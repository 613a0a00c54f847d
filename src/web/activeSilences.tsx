import type { Instant } from '../alert/timestamp.ts';
import type { Silence } from '../silence/silence.ts';
import { formatSilenceMatcher } from '../silence/silenceMatcher.ts';
import { Until } from './when.tsx';

/** What the board shows of a silence that is in force. */
export type BoardSilence = Pick<
  Silence,
  | 'id'
  | 'matchers'
  | 'createdBy'
  | 'comment'
  | 'endsAt'
  | 'recurrence'
  | 'expiresWhenResolved'
  | 'hidden'
  | 'hiding'
  | 'hiddenNames'
  | 'incidents'
> & {
  /** How many alerts that were told before it keeps from being told again. */
  readonly quieting: number;
};

const MOST_INCIDENTS = 5;

/** The silences in force, what ends first first, each with what it hides. Nothing where there are none. */
export function ActiveSilences({ silences, more, now }: { silences: readonly BoardSilence[]; more: boolean; now: Instant }) {
  if (silences.length === 0) return null;
  return (
    <section>
      <h2 id="silences">Silences in force</h2>
      <ul class="alerts">
        {silences.map((silence) => (
          <li class="alert is-held" id={`silence-${silence.id}`}>
            <p>
              <a href={`/api/v1/silences/${silence.id}`}>
                <bdi>{silence.matchers.map(formatSilenceMatcher).join(', ')}</bdi>
              </a>
            </p>
            <p class="facts">
              <bdi>
                {silence.createdBy}
                {silence.comment !== '' && `: ${silence.comment}`}
              </bdi>
              <Until at={silence.endsAt} now={now} />
              {silence.recurrence !== null && <span>in its hours only</span>}
              {silence.expiresWhenResolved && <span>or until what it hides has resolved</span>}
            </p>
            <Hidden silence={silence} />
          </li>
        ))}
      </ul>
      {more && (
        <p>
          Only the first {silences.length} are shown; <code>tocsin silence list</code> has them all.
        </p>
      )}
    </section>
  );
}

function Hidden({ silence: { hidden, hiding, hiddenNames, incidents, quieting } }: { silence: BoardSilence }) {
  const again = quieting > 0 && `keeps ${quieting} that ${quieting === 1 ? 'was' : 'were'} told before from being told again`;
  if (hidden === 0) return <p class="soft">{again ? `It ${again}.` : 'It has hidden nothing so far.'}</p>;
  return (
    <p class="facts">
      <span>
        hides {hiding} now, has hidden {hidden}: <bdi>{hiddenNames.join(', ')}</bdi>
      </span>
      {again && <span>{again}</span>}
      {incidents.slice(-MOST_INCIDENTS).map((number) => (
        <a href={`/incidents/${number}`}>#{number}</a>
      ))}
      {incidents.length > MOST_INCIDENTS && <span>and {incidents.length - MOST_INCIDENTS} incidents more</span>}
    </p>
  );
}
