import { type Labels, labelValue } from '../../alert/labels.ts';

/** So many label values are watched at once. A value of more than a tenth of the alerts is not lost, whatever else they carry. */
const MOST_COUNTERS = 200;
/** Longer values explain nothing to people. */
const LONGEST_VALUE = 120;
const EXPLAINS_FROM = 0.5;
/** An alert that has nothing of what so many share is not of the storm. */
const SHARED_BY_MOST = 0.8;
/** Values that cover the storm this equally are of the same alerts. */
const SAME_COVERAGE = 0.02;
/** A value with this share in quiet times says nothing of a storm that has it too. */
const USUAL_FROM = 0.8;

/** Who watches and how bad it is, which nearly every alert says alike. */
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'severity',
  'priority',
  'prometheus',
  'prometheus_replica',
  'alertmanager',
  'replica',
  'receiver',
  'monitor',
  'metrics_path',
  'endpoint',
]);

/** `missed`: how often the value may have been seen before it was (again) watched, at most. */
type Counter = readonly [value: string, seen: number, missed: number];
/** Lists, because copying one costs a tenth of copying a record. */
type OfLabel = readonly [label: string, counters: readonly Counter[]];

/**
 * What the alerts of a stream have in common: counts of their label values, bounded as Misra and Gries do it. Plain JSON, and the
 * same for the same alerts in the same order.
 */
export interface StormShape {
  /** Alerts. */
  readonly total: number;
  /** How many values are watched. */
  readonly watched: number;
  /** How often a count was taken from every value, because too many were watched. */
  readonly taken: number;
  readonly labels: readonly OfLabel[];
}

/** What explains a storm: so large a share of its alerts has this value. */
export interface Explanation {
  readonly label: string;
  readonly value: string;
  readonly share: number;
}

export interface ExplainOptions {
  /** The shape of the same place in quiet times: what it has in common too is no explanation. */
  readonly usual?: StormShape | null;
  /** Labels that every alert of it has by definition, such as those that storms are told apart by. */
  readonly except?: readonly string[];
}

/** The shape with these alerts too; null: they are the first. Cheapest for many at once. */
export function addToShape(shape: StormShape | null, alerts: readonly Labels[]): StormShape {
  const draft = new Draft(shape);
  for (const labels of alerts) {
    // Not in the order in which they came: a database that keeps labels as JSON changes it.
    for (const label of Object.keys(labels).sort()) {
      const value = labelValue(labels, label);
      if (!SAYS_NOTHING.has(label) && value !== '' && value.length <= LONGEST_VALUE) draft.add(label, value);
    }
  }
  return { ...draft.rest(), total: (shape?.total ?? 0) + alerts.length };
}

/** A shape that is being changed: of what it was, only the labels that change are copied. */
class Draft {
  private watched: number;
  private taken: number;
  private readonly labels: Map<string, readonly Counter[]>;
  private readonly own = new Set<string>();

  constructor(shape: StormShape | null) {
    this.watched = shape?.watched ?? 0;
    this.taken = shape?.taken ?? 0;
    this.labels = new Map(shape?.labels);
  }

  add(label: string, value: string): void {
    const known = this.labels.get(label)?.findIndex((counter) => counter[0] === value) ?? -1;
    if (known >= 0) {
      const counters = this.writable(label);
      const [, seen, missed] = counters[known] as Counter;
      counters[known] = [value, seen + 1, missed];
    } else if (this.watched < MOST_COUNTERS) {
      this.writable(label).push([value, 1, this.taken]);
      this.watched += 1;
    } else this.takeOne();
  }

  rest(): Omit<StormShape, 'total'> {
    return { watched: this.watched, taken: this.taken, labels: [...this.labels] };
  }

  /** Each loses a count, and so does the newcomer, who had but one: what is rare goes, what most have stays. */
  private takeOne(): void {
    this.taken += 1;
    this.watched = 0;
    for (const [label, counters] of this.labels) {
      const left = counters.filter(([, seen, missed]) => seen + missed > this.taken);
      this.watched += left.length;
      if (left.length === 0) this.labels.delete(label);
      else this.labels.set(label, left);
      this.own.add(label);
    }
  }

  private writable(label: string): Counter[] {
    // What is its own was made here, as a list that may change.
    if (this.own.has(label) && this.labels.has(label)) return this.labels.get(label) as Counter[];
    const copy = [...(this.labels.get(label) ?? [])];
    this.own.add(label);
    this.labels.set(label, copy);
    return copy;
  }
}

/**
 * The label values that at least half of the alerts share, what explains most first. Of values that cover the same alerts the
 * narrowest is named: the one least seen in quiet times, then the one whose label tells alerts apart best.
 */
export function explain(shape: StormShape, { usual = null, except = [] }: ExplainOptions = {}): Explanation[] {
  const found = shape.labels.flatMap((ofLabel) => (except.includes(ofLabel[0]) ? [] : shared(shape, ofLabel, usual)));
  found.sort(
    (a, b) =>
      b.share - b.usual - (a.share - a.usual) ||
      b.variety - a.variety ||
      (a.label === b.label ? (a.value < b.value ? -1 : 1) : a.label < b.label ? -1 : 1),
  );
  const named: Explanation[] = [];
  for (const { label, value, share } of found) {
    const isRedundant = named.some((other) => Math.abs(other.share - share) <= SAME_COVERAGE);
    if (!isRedundant) named.push({ label, value, share });
  }
  return named;
}

/** The values of a label that explain something; `variety`: how many it has. */
function shared(
  { total }: StormShape,
  [label, counters]: OfLabel,
  usual: StormShape | null,
): (Explanation & { readonly usual: number; readonly variety: number })[] {
  return counters.flatMap(([value, seen]) => {
    const share = seen / Math.max(1, total);
    if (share < EXPLAINS_FROM) return [];
    const before = usual ? shareOf(usual, label, value) : 0;
    return before < USUAL_FROM ? [{ label, value, share, usual: before, variety: counters.length }] : [];
  });
}

function shareOf({ total, labels }: StormShape, label: string, value: string): number {
  const counters = labels.find(([name]) => name === label)?.[1] ?? [];
  return (counters.find((counter) => counter[0] === value)?.[1] ?? 0) / Math.max(1, total);
}

/**
 * Whether an alert has what explains the storm: every value that most of its alerts share, or the first where none is shared by
 * so many. A storm without explanation has nothing that an alert could have.
 */
export function isOfStorm(shape: StormShape, labels: Labels, options: ExplainOptions = {}): boolean {
  const [first, ...others] = explain(shape, options);
  if (!first) return false;
  const wanted = [first, ...others.filter(({ share }) => share >= SHARED_BY_MOST)];
  return wanted.every(({ label, value }) => labelValue(labels, label) === value);
}
