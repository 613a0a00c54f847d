import { z } from 'zod';
import { askJson } from '../askJson.ts';
import { ACCESS_FIELDS, accessHeaders, accessSecrets, sourceAddress, tenantField } from '../sourceAccess.ts';
import { SourceError } from '../sourceError.ts';
import type { Limits } from '../subject.ts';
import { TooMuchError } from '../tooMuchError.ts';
import { chooseSeries, labelsFrom } from './chooseSeries.ts';
import { drawnStretch } from './drawnStretch.ts';
import type { RawSerie } from './metricSource.ts';
import type { MetricSourceKind } from './metricSourceKind.ts';
import { ownExpression } from './ownExpression.ts';
import { splitComparison } from './splitComparison.ts';

const schema = z.strictObject({
  ...ACCESS_FIELDS,
  type: z.literal('prometheus'),
  tenant: tenantField,
  /** What the same server is called in the addresses that it gives its alerts (`--web.external-url`). */
  aliases: z.array(sourceAddress).default([]),
});
type PrometheusConfig = z.output<typeof schema>;

const ANSWER = z.object({
  status: z.literal('success'),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        /** Seconds, and a number written as text. Missing where the series is of native histograms. */
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
  warnings: z.array(z.string()).optional(),
});

type Stretch = ReturnType<typeof drawnStretch>;

/**
 * The alert's own expression, drawn by the Prometheus that evaluates it: `POST /api/v1/query_range`
 * (https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries).
 */
export const prometheus: MetricSourceKind<PrometheusConfig> = {
  type: 'prometheus',
  schema,
  secrets: ['token', 'basic_auth.password'],
  create: (config) => ({
    draw: async (subject, { limits }) => {
      const own = ownExpression(subject.generatorUrl, [config.url, ...config.aliases]);
      if (own === null) return null;
      if ('elsewhere' in own) throw new SourceError(elsewhere(own.elsewhere, config), 'unusable');
      const stretch = drawnStretch(subject);
      const { drawn, threshold } = splitComparison(own.expression);
      const { query, answer } = await firstThatFits(config, [drawn, own.expression], stretch, limits);
      const { result } = answer.data;
      const floats = result.flatMap(({ metric, values }) =>
        values ? [{ labels: labelsFrom(metric), points: points(values) }] : [],
      );
      if (floats.length === 0 && result.length > 0)
        throw new SourceError('gives native histograms, which are not drawn', 'unusable');
      const { series, leftOut } = chooseSeries(floats, subject.labels, query);
      const partial = answer.warnings?.length ? answer.warnings.join('; ').slice(0, 300) : null;
      return {
        query,
        stepSeconds: stretch.stepSeconds,
        window: { from: stretch.from, to: stretch.to },
        series,
        leftOut: leftOut + (result.length - floats.length),
        threshold,
        partial,
      };
    },
  }),
};

/** Where everything is too much, what fires is still less. */
async function firstThatFits(config: PrometheusConfig, queries: readonly string[], stretch: Stretch, limits: Limits) {
  const [query = '', next] = queries;
  try {
    return { query, answer: await ask(config, query, stretch, limits) };
  } catch (error) {
    if (!(error instanceof TooMuchError) || next === undefined || next === query) throw error;
    return { query: next, answer: await ask(config, next, stretch, limits) };
  }
}

function ask(config: PrometheusConfig, query: string, { from, to, stepSeconds }: Stretch, limits: Limits) {
  const form = new URLSearchParams({
    query,
    start: `${from / 1_000}`,
    end: `${to / 1_000}`,
    step: `${stepSeconds}`,
    // The server gives up with us: nobody reads what comes later.
    timeout: `${limits.timeoutMs}ms`,
  });
  const url = new URL(`${config.url}/api/v1/query_range`);
  const secrets = accessSecrets(config);
  return askJson({ who: 'Prometheus', url, form, headers: accessHeaders(config), secrets, limits }, ANSWER);
}

function points(values: readonly (readonly [number, string])[]): RawSerie['points'] {
  return values.map(([seconds, text]) => [Math.round(seconds * 1_000), numberOf(text)] as const);
}

/** Go's spelling. */
function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : text.trim() === '' ? Number.NaN : Number(text);
}

function elsewhere(home: string, { url }: PrometheusConfig): string {
  return `not asked: the alert's expression stands at ${home}, which is not ${url}; if it is the same server, add ${home} to aliases`;
}
