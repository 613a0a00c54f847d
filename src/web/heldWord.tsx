import type { Instant } from '../alert/timestamp.ts';
import { Until } from './when.tsx';

/** What keeps an alert that fires from people. */
export interface ShownHold {
  /** The rule's word. */
  readonly by: string;
  readonly key: string;
  readonly because: string | null;
  readonly until: Instant | null;
}

/** What has no time of its own ends with something that happens. */
const ENDS: Readonly<Record<string, string>> = {
  inhibit: 'until what inhibits it resolves',
  urgency: 'until its incident is urgent',
};

/** By which rule an alert is held back, why, and until when. */
export function HeldWord({ hold: { by, key, because, until }, now }: { hold: ShownHold; now: Instant }) {
  const id = key.startsWith('silence:') ? key.slice('silence:'.length) : null;
  return (
    <p class="facts">
      <span class="badge held">held back: {id === null ? by : <a href={`/#silence-${id}`}>{by}</a>}</span>
      {because !== null && <bdi>{because.replace(` (silence ${id})`, '')}</bdi>}
      {until === null ? <span>{ENDS[by] ?? ''}</span> : <Until at={until} now={now} />}
    </p>
  );
}
