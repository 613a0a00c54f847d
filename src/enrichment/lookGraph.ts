import type { GraphContent } from '../evidence/graphContent.ts';
import type { MetricSource, RawSeries } from '../pipeline/enrich/metrics/metricSource.ts';
import type { Redacted } from '../redact/redacted.ts';
import { cutRedacted, ownText } from '../redact/redactedText.ts';
import type { Found, Looker } from './looker.ts';

const LONGEST_NAME = 200;
const LONGEST_TITLE = 500;

/** A metrics system: the alert's own expression, as a graph. */
export function graphLooker(metrics: {
  readonly name: string;
  readonly source: MetricSource;
  readonly timeoutMs: number;
  readonly redact: (text: string) => Redacted;
}): Looker {
  const { name, source, timeoutMs, redact } = metrics;
  return {
    ...{ kind: 'graph', name, timeoutMs },
    look: async (subject, limits) => {
      const drawn = await source.draw(subject, { limits });
      if (drawn === null) {
        const because = ownText('this alert gives it nothing to ask');
        return { status: 'nothing', because, query: null, content: null, file: null, ...subject.window };
      }
      const content = contentOf(drawn, subject.startedAt, redact);
      return {
        status: drawn.partial !== null ? 'partial' : content.series.length === 0 ? 'nothing' : 'found',
        because: drawn.partial === null ? null : cutRedacted(redact(drawn.partial), 500),
        query: cutRedacted(redact(drawn.query), 4_000),
        content: content.series.length === 0 ? null : content,
        file: null,
        ...drawn.window,
      } satisfies Found;
    },
  };
}

function contentOf(drawn: RawSeries, firedAt: number, redact: (text: string) => Redacted): GraphContent {
  return {
    kind: 'graph',
    title: cutRedacted(redact(drawn.query), LONGEST_TITLE),
    series: drawn.series.map(({ name, points }) => ({
      name: cutRedacted(redact(name), LONGEST_NAME),
      // JSON has no word for what is not a number.
      points: points.map(([at, value]) => [at, Number.isFinite(value) ? value : null] as const),
    })),
    others: drawn.leftOut,
    stepSeconds: drawn.stepSeconds,
    threshold: drawn.threshold,
    firedAt,
  };
}
