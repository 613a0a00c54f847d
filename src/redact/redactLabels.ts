import { emptyLabels, type Labels } from '../alert/labels.ts';
import type { Redactor } from './redactor.ts';

/** Labels or annotations with their values redacted; the same object where there was nothing to cut. Names stay: rules are made of them. */
export function redactLabels(labels: Labels, redactor: Redactor): Labels {
  let redacted: Record<string, string> | null = null;
  for (const name of Object.keys(labels)) {
    const value = labels[name] as string;
    const said = redactor.redact(value);
    if (said === value) continue;
    redacted ??= Object.assign(emptyLabels(), labels);
    redacted[name] = said;
  }
  return redacted ?? labels;
}
