import { alertName, type Episode, type Hold } from '../alert/alert.ts';
import type { Severity } from '../alert/severity.ts';
import type { Instant } from '../alert/timestamp.ts';
import type { Silence } from '../silence/silence.ts';
import { type Hiding, type NamedIntervals, SilenceIndex } from '../silence/silenceIndex.ts';

const NAMES_KEPT = 10;
const INCIDENTS_KEPT = 100;
const PREFIX = 'silence:';

/** The silences of a batch: what they say, and what they hide. */
export class SilenceDesk {
  private readonly silences: Map<string, Silence>;
  private readonly changed = new Set<string>();
  /** As the index was made from; what is only counted since does not make it wrong. */
  private listed: readonly Silence[];
  private changedAt: number | null = null;

  constructor(silences: readonly Silence[]) {
    this.silences = new Map(silences.map((silence) => [silence.id, silence]));
    this.listed = silences;
  }

  /** Null also for one whose end is settled: a later batch would not find it either. */
  get(id: string): Silence | null {
    const silence = this.silences.get(id);
    return silence?.endedAt === null ? silence : null;
  }

  any(): boolean {
    for (const id of this.silences.keys()) if (this.get(id)) return true;
    return false;
  }

  /** Those that expire when what they fit has resolved. */
  untilResolved(): Silence[] {
    return [...this.silences.values()].filter(({ id, expiresWhenResolved }) => expiresWhenResolved && this.get(id) !== null);
  }

  /** A silence that says something else now; `position` is the entry's. */
  put(silence: Silence, position: number): void {
    this.count(silence, position);
    this.listed = [...this.listed.filter(({ id }) => id !== silence.id), silence];
  }

  hides(
    labels: Episode['labels'],
    severity: Severity,
    now: Instant,
    intervals: NamedIntervals,
    except?: ReadonlySet<string>,
  ): Hiding | null {
    return this.listed.length === 0 ? null : indexOf(this.listed, intervals).hides(labels, severity, now, except);
  }

  fits(id: string, labels: Episode['labels'], severity: Severity, intervals: NamedIntervals): boolean {
    return indexOf(this.listed, intervals).fits(id, labels, severity);
  }

  /** An alert is held by it from now on. */
  hid(hold: Hold, episode: Episode, position: number): void {
    const silence = this.holder(hold);
    if (!silence) return;
    const name = alertName(episode.labels);
    const { hiddenNames, incidents } = silence;
    const isNewName = hiddenNames.length < NAMES_KEPT && !hiddenNames.includes(name);
    const { incident } = episode;
    const isNewIncident = incident !== null && incidents.length < INCIDENTS_KEPT && !incidents.includes(incident);
    this.count(
      {
        ...silence,
        hidden: silence.hidden + 1,
        hiding: silence.hiding + 1,
        hiddenNames: isNewName ? [...hiddenNames, name] : hiddenNames,
        incidents: isNewIncident ? [...incidents, incident] : incidents,
      },
      position,
    );
  }

  /** An alert is held by it no more. */
  freed(hold: Hold, position: number): void {
    const silence = this.holder(hold);
    if (silence) this.count({ ...silence, hiding: silence.hiding - 1 }, position);
  }

  result(): { silences: readonly Silence[]; silencesAt: number | null } {
    return { silences: [...this.changed].flatMap((id) => this.silences.get(id) ?? []), silencesAt: this.changedAt };
  }

  private holder({ by, key }: Hold): Silence | null {
    return by === 'silence' ? this.get(key.slice(PREFIX.length)) : null;
  }

  private count(silence: Silence, position: number): void {
    this.silences.set(silence.id, silence);
    this.changed.add(silence.id);
    this.changedAt = position;
  }
}

/** By the list itself and the intervals: most batches find the same silences and the same configuration. */
const INDEXES = new WeakMap<readonly Silence[], { intervals: NamedIntervals; index: SilenceIndex }>();

function indexOf(silences: readonly Silence[], intervals: NamedIntervals): SilenceIndex {
  const known = INDEXES.get(silences);
  if (known?.intervals === intervals) return known.index;
  const index = new SilenceIndex(silences, intervals);
  INDEXES.set(silences, { intervals, index });
  return index;
}
