import { emptyLabels, type Labels } from './labels.ts';

/**
 * An alert's labels without what its integration added. `masked` has the integration's label names, each with the value that the
 * sender had there, empty where it had none.
 */
export function labelsAsSent({ labels, masked }: { labels: Labels; masked?: Labels | null }): Labels {
  if (!masked) return labels;
  const sent = emptyLabels();
  for (const name in labels) {
    const value = Object.hasOwn(masked, name) ? masked[name] : labels[name];
    if (value) sent[name] = value;
  }
  return sent;
}
