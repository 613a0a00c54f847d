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
  private readonly given: Given;
  private readonly changed = new Map<string, Silence>();
  /** As the index is made from; what is only counted since does not make it wrong. */
  private listed: readonly Silence[];
  private changedAt: number | null = null;

  constructor(silences: readonly Silence[]) {
    this.given = givenOf(silences);
    this.listed = silences;
  }

  /** Null also for one whose end is settled: a later batch would not find it either. */
  get(id: string): Silence | null {
    const silence = this.changed.get(id) ?? this.given.byId.get(id);
    return silence?.endedAt === null ? silence : null;
  }

  any(): boolean {
    for (const id of this.changed.keys()) if (this.get(id)) return true;
    for (const id of this.given.byId.keys()) if (this.get(id)) return true;
    return false;
  }

  /** Those that expire when what they fit has resolved. */
  untilResolved(): Silence[] {
    const { untilResolved } = this.given;
    if (this.changed.size === 0 && untilResolved.length === 0) return [];
    const ids = new Set([...untilResolved, ...this.changed.keys()]);
    return [...ids].flatMap((id) => this.get(id) ?? []).filter(({ expiresWhenResolved }) => expiresWhenResolved);
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
    return { silences: [...this.changed.values()], silencesAt: this.changedAt };
  }

  private holder({ by, key }: Hold): Silence | null {
    return by === 'silence' ? this.get(key.slice(PREFIX.length)) : null;
  }

  private count(silence: Silence, position: number): void {
    this.changed.set(silence.id, silence);
    this.changedAt = position;
  }
}

interface Given {
  readonly byId: ReadonlyMap<string, Silence>;
  /** Ids of those that expire when what they fit has resolved. */
  readonly untilResolved: readonly string[];
}

/** By the list itself, which most batches find unchanged. */
const GIVEN = new WeakMap<readonly Silence[], Given>();

function givenOf(silences: readonly Silence[]): Given {
  const known = GIVEN.get(silences);
  if (known) return known;
  const given = {
    byId: new Map(silences.map((silence) => [silence.id, silence])),
    untilResolved: silences.filter(({ expiresWhenResolved }) => expiresWhenResolved).map(({ id }) => id),
  };
  GIVEN.set(silences, given);
  return given;
}

/** By the intervals and the list itself; and the last index, because what is hidden is counted in silences that hide as before. */
const INDEXES = new WeakMap<NamedIntervals, { byList: WeakMap<readonly Silence[], SilenceIndex>; last: SilenceIndex | null }>();

function indexOf(silences: readonly Silence[], intervals: NamedIntervals): SilenceIndex {
  const known = INDEXES.get(intervals) ?? { byList: new WeakMap<readonly Silence[], SilenceIndex>(), last: null };
  INDEXES.set(intervals, known);
  const found = known.byList.get(silences);
  if (found) return found;
  const index = known.last?.isOf(silences) ? known.last : new SilenceIndex(silences, intervals);
  known.byList.set(silences, index);
  known.last = index;
  return index;
}
