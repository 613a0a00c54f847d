import { alertName } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';
import type { Instant } from '../alert/timestamp.ts';
import { HeldWord, type ShownHold } from './heldWord.tsx';

/** What fires and is held back. */
export interface HeldBoard {
  /** Of all, by the rule's word. */
  readonly counts: ReadonlyMap<string, number>;
  /** The newest. */
  readonly alerts: readonly (ShownHold & { readonly labels: Labels; readonly incident: number })[];
}

const MOST_LABELS = 6;

/** What fires and nobody is told of now: by which rule, why, and until when. Nothing where nothing is. */
export function HeldAlerts({ held: { counts, alerts }, now }: { held: HeldBoard; now: Instant }) {
  const all = [...counts.values()].reduce((sum, each) => sum + each, 0);
  if (all === 0) return null;
  const words = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([by, count]) => `${by} ${count}`);
  return (
    <section>
      <h2 id="held">Firing, but held back</h2>
      <p class="soft">
        {all} {all === 1 ? 'alert' : 'alerts'}: {words.join(', ')}
        {all > alerts.length && `; the newest ${alerts.length} are shown`}
      </p>
      <ul class="alerts">
        {alerts.map(({ labels, incident, ...hold }) => (
          <li class="alert is-held">
            <p>
              <a href={`/incidents/${incident}`}>
                <span class="number">#{incident}</span>{' '}
                <strong>
                  <bdi>{alertName(labels)}</bdi>
                </strong>
              </a>{' '}
              <bdi class="soft">{labelWords(labels)}</bdi>
            </p>
            <HeldWord hold={hold} now={now} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function labelWords(labels: Labels): string {
  const names = Object.keys(labels)
    .filter((name) => name !== 'alertname')
    .sort();
  const shown = names.slice(0, MOST_LABELS).map((name) => `${name}=${labelValue(labels, name)}`);
  return [...shown, ...(names.length > MOST_LABELS ? ['…'] : [])].join(', ');
}
