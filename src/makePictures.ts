import type { HttpDeps } from './http/deps.ts';
import { makeGraphPng } from './pipeline/enrich/metrics/graphPng.ts';
import { graphSvg } from './pipeline/enrich/metrics/graphSvg.ts';

const WITHIN_MS = 10_000;

type Pictures = HttpDeps['graph'] & { close(): Promise<void> };

/** Draws the graphs of evidence: what is kept of them is what they are drawn of. Times are in UTC. */
export function makePictures(): Pictures {
  const painter = makeGraphPng();
  const svg: Pictures['svg'] = (content, window, remark) => {
    const { title, series, stepSeconds, firedAt, threshold, others: leftOut } = content;
    const drawn = series.map(({ name, points }) => ({
      name,
      points: points.map(([at, value]) => [at, value ?? Number.NaN] as const),
    }));
    return graphSvg({
      title,
      series: drawn,
      stepSeconds,
      window,
      firedAt,
      threshold,
      leftOut,
      zone: 'UTC',
      ...(remark && { remark }),
    });
  };
  return {
    svg,
    png: (content, window) =>
      painter.paint(svg(content, window), { timeoutMs: WITHIN_MS, signal: AbortSignal.timeout(WITHIN_MS) }),
    close: () => painter.close(),
  };
}
