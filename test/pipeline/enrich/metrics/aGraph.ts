import type { Graph } from '../../../../src/pipeline/enrich/metrics/graph.ts';
import type { Redacted } from '../../../../src/redact/redacted.ts';
import { STARTED } from '../aboutAlert.ts';

/** Text of a test, which holds no secret. */
export function harmless(text: string): Redacted {
  return text as Redacted;
}

/** A graph of an hour and ten minutes, a point a minute; `lines` are names, and values from the beginning on. */
export function aGraph(lines: Readonly<Record<string, readonly number[]>>, over: Partial<Graph> = {}): Graph {
  const window = { from: STARTED - 3_600_000, to: STARTED + 600_000 };
  const series = Object.entries(lines).map(([name, values]) => ({
    name: harmless(name),
    points: values.map((value, i) => [window.from + i * 60_000, value] as const),
  }));
  const title = harmless('ErrorsHigh: errors:rate5m');
  return { title, series, stepSeconds: 60, window, firedAt: STARTED, threshold: null, leftOut: 0, zone: 'UTC', ...over };
}
