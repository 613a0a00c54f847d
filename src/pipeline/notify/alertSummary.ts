import { type Labels, labelValue } from '../../alert/labels.ts';
import { oneLine } from './oneLine.ts';

const ANNOTATIONS = ['summary', 'description', 'message'];

/** What the alert's author wrote of it, as one line; empty where nothing was written. */
export function alertSummary(annotations: Labels, max: number): string {
  for (const name of ANNOTATIONS) {
    const line = oneLine(labelValue(annotations, name), max);
    if (line !== '') return line;
  }
  return '';
}
