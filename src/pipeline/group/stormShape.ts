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

/** A shape that is being added to: its lists are its own. */
interface Draft {
  total: number;
  watched: number;
  taken: number;
  readonly labels: [label: string, counters: Counter[]][];
}

/**
 * The shape with these alerts too; null: they are the first. `isFresh`: nobody has seen the shape yet, so that it may be
 * changed itself, which is much cheaper in a storm.
 */
export function addToShape(shape: StormShape | null, alerts: readonly Labels[], isFresh = false): StormShape {
  const draft = shape && isFresh ? (shape as Draft) : draftOf(shape);
  for (const labels of alerts) {
    // Not in the order in which they came: a database that keeps labels as JSON changes it.
    for (const label of inOrder(Object.keys(labels))) {
      const value = labelValue(labels, label);
      if (!SAYS_NOTHING.has(label) && value !== '' && value.length <= LONGEST_VALUE) addValue(draft, label, value);
    }
  }
  draft.total += alerts.length;
  return draft;
}

/** Most senders have sorted them. */
function inOrder(names: string[]): string[] {
  return names.every((name, i) => i === 0 || (names[i - 1] as string) < name) ? names : names.sort();
}

function draftOf(shape: StormShape | null): Draft {
  const labels = shape?.labels.map(([label, counters]): Draft['labels'][number] => [label, [...counters]]) ?? [];
  return { watched: shape?.watched ?? 0, taken: shape?.taken ?? 0, labels, total: shape?.total ?? 0 };
}

function addValue(draft: Draft, label: string, value: string): void {
  const place = placeOf(label, draft.labels);
  let ofLabel = place < 0 ? undefined : draft.labels[place];
  const known = ofLabel ? placeOf(value, ofLabel[1]) : -1;
  if (ofLabel && known >= 0) {
    const counter = ofLabel[1][known] as Counter;
    ofLabel[1][known] = [value, counter[1] + 1, counter[2]];
    return;
  }
  if (draft.watched >= MOST_COUNTERS) return takeOne(draft);
  if (!ofLabel) {
    ofLabel = [label, []];
    draft.labels.push(ofLabel);
  }
  ofLabel[1].push([value, 1, draft.taken]);
  draft.watched += 1;
}

/** Each loses a count, and so does the newcomer, who had but one: what is rare goes, what most have stays. */
function takeOne(draft: Draft): void {
  draft.taken += 1;
  const { taken } = draft;
  const isGone = ([, seen, missed]: Counter): boolean => seen + missed <= taken;
  if (!draft.labels.some(([, counters]) => counters.some(isGone))) return;
  draft.watched = 0;
  const left = draft.labels.flatMap(([label, counters]): Draft['labels'] => {
    const kept = counters.filter((counter) => !isGone(counter));
    draft.watched += kept.length;
    return kept.length === 0 ? [] : [[label, kept]];
  });
  draft.labels.splice(0, draft.labels.length, ...left);
}

function placeOf(first: string, items: readonly (readonly [string, ...unknown[]])[]): number {
  for (let place = 0; place < items.length; place++) if (items[place]?.[0] === first) return place;
  return -1;
}

/** What was asked last: each alert of a storm is compared with its shape several times, and said what it shares. */
let asked: {
  shape: StormShape;
  total: number;
  usual: StormShape | null;
  except: readonly string[];
  found: Explanation[];
} | null = null;

/**
 * The label values that at least half of the alerts share, what explains most first. Of values that cover the same alerts the
 * narrowest is named: the one least seen in quiet times, then the one whose label tells alerts apart best.
 */
export function explain(shape: StormShape, { usual = null, except = NONE }: ExplainOptions = {}): readonly Explanation[] {
  const { total } = shape;
  // With each alert that is added the total is another one.
  if (asked?.shape === shape && asked.total === total && asked.usual === usual && asked.except === except) return asked.found;
  const found = explained(shape, usual, except);
  asked = { shape, total, usual, except, found };
  return found;
}

const NONE: readonly string[] = [];

function explained(shape: StormShape, usual: StormShape | null, except: readonly string[]): Explanation[] {
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
  const found: (Explanation & { readonly usual: number; readonly variety: number })[] = [];
  const all = Math.max(1, total);
  for (const counter of counters) {
    const share = counter[1] / all;
    if (share < EXPLAINS_FROM) continue;
    const [value] = counter;
    const before = usual ? shareOf(usual, label, value) : 0;
    if (before < USUAL_FROM) found.push({ label, value, share, usual: before, variety: counters.length });
  }
  return found;
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
