import type { Labels } from '../../alert/labels.ts';
import { cutText } from './cutText.ts';
import { oneLine } from './oneLine.ts';

/** Labels as `cluster=eu-1, service=checkout`, without `alertname`, empty ones and those in `except`; empty where none is left. */
export function labelLine(labels: Labels, max: number, except: Labels = {}): string {
  const parts: string[] = [];
  let length = 0;
  for (const name of Object.keys(labels).sort()) {
    if (name === 'alertname' || labels[name] === '' || Object.hasOwn(except, name)) continue;
    const part = `${oneLine(name, 100)}=${oneLine(labels[name] ?? '', 200)}`;
    parts.push(part);
    length += part.length + 2;
    if (length > max) break;
  }
  return cutText(parts.join(', '), max);
}
