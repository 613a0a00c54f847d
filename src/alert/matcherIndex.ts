import { type Labels, labelValue } from './labels.ts';
import { literalAlternatives } from './literalAlternatives.ts';
import { type Matcher, matches, matchesAll } from './matcher.ts';
import type { Severity } from './severity.ts';

/** So many values of one label are remembered, with the regexes that each fits; beyond that all are forgotten. */
const VALUES_REMEMBERED = 10_000;
/** Longer values are asked about each time, so that what a sender makes long does not fill the memory. */
const LONGEST_VALUE = 300;
const NONE: readonly number[] = [];

/** The lists that are filed under a matcher on one label which is no list of values, and what came of it for the values seen lately. */
interface Column {
  readonly asked: { readonly place: number; readonly matcher: Matcher }[];
  readonly seen: Map<string, readonly number[]>;
}

/**
 * Lists of matchers (of rules, of silences), found by what they ask for. A list that asks for a label's very value is looked at
 * only for alerts that have it; one that asks by regex is remembered by value, because the values of an installation come again
 * and again. So hundreds of lists cost an alert little more than none. What `matchesAll` says of each list decides.
 */
export class MatcherIndex {
  private readonly lists: readonly (readonly Matcher[])[];
  /** By label, by value: places of lists. */
  private readonly byValue = new Map<string, Map<string, number[]>>();
  private readonly columns = new Map<string, Column>();
  private readonly others: number[] = [];

  constructor(lists: readonly (readonly Matcher[])[]) {
    this.lists = lists;
    const usual = new Map<string, number>();
    const exact = lists.map((matchers) => matchers.flatMap((matcher) => exactValues(matcher) ?? []));
    for (const { name, values } of exact.flat()) for (const value of values) add(usual, `${name}=${value}`);
    const commonness = ({ name, values }: Exact): number =>
      values.reduce((sum, value) => sum + (usual.get(`${name}=${value}`) ?? 0), 0);
    for (const [place, choices] of exact.entries()) {
      const [rarest] = choices.sort((a, b) => commonness(a) - commonness(b));
      const column = rarest ? undefined : columnMatcher(lists[place] ?? []);
      if (rarest) this.file(rarest, place);
      else if (column) this.columnOf(column.name).asked.push({ place, matcher: column });
      else this.others.push(place);
    }
  }

  /** The places of all lists that match, in order. */
  matching(labels: Labels, severity: Severity | null): number[] {
    const found: number[] = [];
    for (const place of this.candidates(labels, severity))
      if (matchesAll(this.lists[place] as readonly Matcher[], labels, severity)) found.push(place);
    return found;
  }

  /** The places of lists that may match, in order: all others do not. */
  candidates(labels: Labels, severity: Severity | null): readonly number[] {
    let found: readonly number[] = this.others;
    for (const [name, byValue] of this.byValue) {
      const value = labelValue(labels, name);
      found = merged(found, byValue.get(value));
      if (name === 'severity' && severity !== null && severity !== value) found = merged(found, byValue.get(severity));
    }
    for (const [name, column] of this.columns) found = merged(found, inColumn(column, name, labels));
    return found;
  }

  private file({ name, values }: Exact, place: number): void {
    const byValue = this.byValue.get(name) ?? new Map<string, number[]>();
    this.byValue.set(name, byValue);
    for (const value of new Set(values)) {
      const places = byValue.get(value);
      if (places) places.push(place);
      else byValue.set(value, [place]);
    }
  }

  private columnOf(name: string): Column {
    const column = this.columns.get(name) ?? { asked: [], seen: new Map() };
    this.columns.set(name, column);
    return column;
  }
}

interface Exact {
  readonly name: string;
  readonly values: readonly string[];
}

/** The values that a matcher asks for, where they can be listed. */
function exactValues({ name, operator, value }: Matcher): Exact | null {
  const values = operator === '=' ? [value] : operator === '=~' ? literalAlternatives(value) : null;
  // Most alerts lack most labels: the empty value narrows nothing down.
  return values && !values.includes('') ? { name, values } : null;
}

/** What asks for something says more than what only rules something out. A matcher on `severity` is tried on two words. */
function columnMatcher(matchers: readonly Matcher[]): Matcher | undefined {
  const usable = matchers.filter(({ name }) => name !== 'severity');
  return usable.find(({ operator }) => operator.startsWith('=')) ?? usable[0];
}

function inColumn({ asked, seen }: Column, name: string, labels: Labels): readonly number[] {
  const value = labelValue(labels, name);
  const known = seen.get(value);
  if (known) return known;
  const fitting = asked.filter(({ matcher }) => matches(matcher, labels, null));
  const places = fitting.length === 0 ? NONE : fitting.map(({ place }) => place);
  if (value.length > LONGEST_VALUE) return places;
  if (seen.size >= VALUES_REMEMBERED) seen.clear();
  seen.set(value, places);
  return places;
}

/** Both lists are in order, and so is what comes of them. A list that asks for several words of severity may be in both. */
function merged(found: readonly number[], more: readonly number[] | undefined): readonly number[] {
  if (!more || more.length === 0) return found;
  if (found.length === 0) return more;
  const all: number[] = [];
  let next = 0;
  for (const place of found) {
    for (let other = more[next]; other !== undefined && other <= place; other = more[++next]) if (other < place) all.push(other);
    all.push(place);
  }
  for (; next < more.length; next += 1) all.push(more[next] as number);
  return all;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
