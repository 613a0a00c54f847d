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
type Counter = readonly [seen: number, missed: number];
type Counters = Readonly<Record<string, Readonly<Record<string, Counter>>>>;

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
  /** By label, by value. */
  readonly counters: Counters;
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
  private readonly counters: Record<string, Readonly<Record<string, Counter>>>;
  private readonly own = new Map<string, Record<string, Counter>>();

  constructor(shape: StormShape | null) {
    this.watched = shape?.watched ?? 0;
    this.taken = shape?.taken ?? 0;
    this.counters = copyOf(shape?.counters ?? {});
  }

  add(label: string, value: string): void {
    const known = at(at(this.counters, label) ?? {}, value);
    if (known) this.writable(label)[value] = [known[0] + 1, known[1]];
    else if (this.watched < MOST_COUNTERS) {
      this.writable(label)[value] = [1, this.taken];
      this.watched += 1;
    } else this.takeOne();
  }

  rest(): Omit<StormShape, 'total'> {
    return { watched: this.watched, taken: this.taken, counters: this.counters };
  }

  /** Each loses a count, and so does the newcomer, who had but one: what is rare goes, what most have stays. */
  private takeOne(): void {
    this.taken += 1;
    for (const label of Object.keys(this.counters)) {
      for (const [value, [seen, missed]] of Object.entries(this.counters[label] ?? {})) {
        if (seen + missed > this.taken) continue;
        delete this.writable(label)[value];
        this.watched -= 1;
      }
    }
  }

  private writable(label: string): Record<string, Counter> {
    const known = this.own.get(label);
    if (known) return known;
    const copy = copyOf(at(this.counters, label) ?? {});
    this.own.set(label, copy);
    this.counters[label] = copy;
    return copy;
  }
}

/**
 * The label values that at least half of the alerts share, what explains most first. Of values that cover the same alerts the
 * narrowest is named: the one least seen in quiet times, then the one whose label tells alerts apart best.
 */
export function explain(shape: StormShape, { usual = null, except = [] }: ExplainOptions = {}): Explanation[] {
  const found = Object.keys(shape.counters).flatMap((label) => (except.includes(label) ? [] : shared(shape, label, usual)));
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
  shape: StormShape,
  label: string,
  usual: StormShape | null,
): (Explanation & { readonly usual: number; readonly variety: number })[] {
  const counters = at(shape.counters, label) ?? {};
  const values = Object.keys(counters);
  return values.flatMap((value) => {
    const share = shareOf(shape, label, value);
    if (share < EXPLAINS_FROM) return [];
    const before = usual ? shareOf(usual, label, value) : 0;
    return before < USUAL_FROM ? [{ label, value, share, usual: before, variety: values.length }] : [];
  });
}

function shareOf({ total, counters }: StormShape, label: string, value: string): number {
  return (at(at(counters, label) ?? {}, value)?.[0] ?? 0) / Math.max(1, total);
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

/** What stands under a name that a sender chose. */
function at<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function copyOf<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, record);
}
