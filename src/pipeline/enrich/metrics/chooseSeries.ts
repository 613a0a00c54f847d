import { emptyLabels, type Labels, labelValue } from '../../../alert/labels.ts';
import { MOST_SERIES, type RawSerie } from './metricSource.ts';

export interface LabelledSerie {
  readonly labels: Labels;
  readonly points: RawSerie['points'];
}

const METRIC = '__name__';

/**
 * The series worth drawing, with names that tell them apart. Where some are the alert's own (every label of theirs that the alert has
 * too is the same), the others are left out. `whole` names what has no labels.
 */
export function chooseSeries(
  all: readonly LabelledSerie[],
  alert: Labels,
  whole: string,
): { readonly series: readonly RawSerie[]; readonly leftOut: number } {
  const own = all.filter(({ labels }) => isOwn(labels, alert));
  const chosen = (own.length > 0 ? own : all).slice(0, MOST_SERIES);
  const telling = tellingNames(all.map(({ labels }) => labels));
  const series = chosen.map(({ labels, points }) => ({ name: nameOf(labels, telling, whole), points }));
  return { series, leftOut: all.length - chosen.length };
}

/** A label that the alert does not have tells nothing against it: a rule may have been written with `sum`, an alert with other labels. */
function isOwn(series: Labels, alert: Labels): boolean {
  const both = Object.keys(series).filter((name) => name !== METRIC && Object.hasOwn(alert, name));
  return both.length > 0 && both.every((name) => labelValue(series, name) === labelValue(alert, name));
}

/** The labels in which they differ, sorted; also from those that are left out. */
function tellingNames(series: readonly Labels[]): readonly string[] {
  const names = [...new Set(series.flatMap((labels) => Object.keys(labels)))].filter((name) => name !== METRIC).sort();
  return names.filter((name) => series.some((labels) => labelValue(labels, name) !== labelValue(series[0] ?? labels, name)));
}

function nameOf(labels: Labels, telling: readonly string[], whole: string): string {
  const said = telling.filter((name) => Object.hasOwn(labels, name)).map((name) => `${name}=${labelValue(labels, name)}`);
  if (said.length > 0) return said.join(', ');
  return labelValue(labels, METRIC) || whole;
}

/** Labels out of JSON, where `__proto__` is a name like any other. */
export function labelsFrom(pairs: Readonly<Record<string, string>>): Labels {
  return Object.assign(emptyLabels(), pairs);
}
