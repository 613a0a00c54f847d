import { alertName } from '../alert/alert.ts';
import { type Labels, labelValue } from '../alert/labels.ts';

const MAX_TITLE = 250;

/**
 * The incident's name for people: always the alertname of its first alert, then that alert's summary or, where it has none,
 * the labels it was grouped by.
 */
export function titleOf(alert: { labels: Labels; annotations: Labels }, groupLabels: Labels): string {
  const name = alertName(alert.labels);
  const summary = oneLine(labelValue(alert.annotations, 'summary') || labelValue(alert.annotations, 'title'));
  const rest = summary || describe(groupLabels);
  return cut(rest && rest !== name ? `${name}: ${rest}` : name, MAX_TITLE);
}

function describe(labels: Labels): string {
  return Object.keys(labels)
    .filter((name) => name !== 'alertname' && name !== 'severity' && labelValue(labels, name) !== '')
    .sort()
    .slice(0, 6)
    .map((name) => `${name}=${labelValue(labels, name)}`)
    .join(', ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function cut(text: string, max: number): string {
  const characters = Array.from(text.slice(0, 2 * max));
  return characters.length <= max ? characters.join('') : `${characters.slice(0, max - 1).join('')}…`;
}
