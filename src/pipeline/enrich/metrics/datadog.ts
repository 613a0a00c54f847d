import { z } from 'zod';
import { labelValue } from '../../../alert/labels.ts';
import { askJson } from '../askJson.ts';
import { headerSecret, sourceAddress } from '../sourceAccess.ts';
import { SourceError } from '../sourceError.ts';
import type { Subject } from '../subject.ts';
import { templateField } from '../templateField.ts';
import { chooseSeries, labelsFrom } from './chooseSeries.ts';
import { drawnStretch } from './drawnStretch.ts';
import type { MetricSourceKind } from './metricSourceKind.ts';
import { monitorQuery } from './monitorQuery.ts';
import type { SplitExpression } from './splitComparison.ts';

const schema = z.strictObject({
  name: z.string().min(1),
  type: z.literal('datadog'),
  /** The API of your site: `https://api.datadoghq.eu`. */
  url: sourceAddress.default('https://api.datadoghq.com'),
  api_key: headerSecret,
  app_key: headerSecret,
  /** A metric query, as in `avg:trace.http.request.errors{service:{{ service }}}`. Without one, the monitor's own. */
  query: templateField.optional(),
});
type DatadogConfig = z.output<typeof schema>;

const ANSWER = z.object({
  status: z.string().optional(),
  error: z.string().nullish(),
  series: z
    .array(
      z.object({
        display_name: z.string().nullish(),
        metric: z.string().nullish(),
        scope: z.string().nullish(),
        interval: z.number().nullish(),
        /** Milliseconds, and a value or nothing. */
        pointlist: z.array(z.tuple([z.number(), z.number().nullable()])),
      }),
    )
    .default([]),
});
type DatadogSeries = z.output<typeof ANSWER>['series'][number];

/** Datadog's time series: `GET /api/v1/query`, times in seconds (https://docs.datadoghq.com/api/latest/metrics/#query-timeseries-points). */
export const datadog: MetricSourceKind<DatadogConfig> = {
  type: 'datadog',
  schema,
  secrets: ['api_key', 'app_key'],
  create: (config) => ({
    draw: async (subject, { limits }) => {
      const asked = askedOf(config, subject);
      if (asked === null) return null;
      const { from, to, stepSeconds } = drawnStretch(subject);
      const params = new URLSearchParams({ from: `${from / 1_000}`, to: `${to / 1_000}`, query: asked.drawn });
      const keys = { 'DD-API-KEY': config.api_key.reveal(), 'DD-APPLICATION-KEY': config.app_key.reveal() };
      const headers = { Accept: 'application/json', 'User-Agent': 'Tocsin', ...keys };
      const url = new URL(`${config.url}/api/v1/query?${params}`);
      const answer = await askJson({ who: 'Datadog', url, headers, secrets: Object.values(keys), limits }, ANSWER);
      if (answer.status === 'error') throw new SourceError(`does not take the query: ${reason(answer.error, keys)}`, 'refused');
      const all = answer.series.map((one) => ({ labels: tagsOf(one), points: pointsOf(one) }));
      const { series, leftOut } = chooseSeries(all, subject.labels, asked.drawn);
      const step = answer.series.find(({ interval }) => interval)?.interval ?? stepSeconds;
      return {
        query: asked.drawn,
        stepSeconds: step,
        window: { from, to },
        series,
        leftOut,
        threshold: asked.threshold,
        partial: null,
      };
    },
  }),
};

/** By the configured template; else the monitor's own query, of alerts whose page is one of the same Datadog site. */
function askedOf({ query, url }: DatadogConfig, subject: Subject): SplitExpression | null {
  if (query === undefined) {
    if (!isOfSite(subject.generatorUrl, url)) return null;
    const own = labelValue(subject.annotations, 'query');
    return own === '' ? null : monitorQuery(own);
  }
  const rendered = query.render(subject.values, tagValue);
  if ('missing' in rendered) {
    throw new SourceError(`not asked: the alert has no value for ${rendered.missing} that a Datadog query can hold`, 'unusable');
  }
  return monitorQuery(rendered.text);
}

/** What Datadog allows in the value of a tag; everything else could end it (https://docs.datadoghq.com/getting_started/tagging/). */
function tagValue(value: string): string | null {
  return /^[\p{L}\p{N}][\p{L}\p{N}_\-:./]*$/u.test(value) ? value : null;
}

/** `https://app.datadoghq.eu/monitors/1` is of `https://api.datadoghq.eu`. */
function isOfSite(generatorUrl: string, api: string): boolean {
  if (!URL.canParse(generatorUrl)) return false;
  const page = new URL(generatorUrl);
  const site = new URL(api).hostname.replace(/^api\./, '');
  return page.protocol === 'https:' && (page.hostname === `app.${site}` || page.hostname === site);
}

function tagsOf({ scope, display_name, metric }: DatadogSeries) {
  const pairs = (scope ?? '').split(',').flatMap((tag) => {
    const colon = tag.indexOf(':');
    return colon > 0 ? [[tag.slice(0, colon), tag.slice(colon + 1)] as const] : [];
  });
  return labelsFrom({ ...Object.fromEntries(pairs), __name__: display_name ?? metric ?? '' });
}

function pointsOf({ pointlist }: DatadogSeries) {
  return pointlist.map(([at, value]) => [at, value ?? Number.NaN] as const);
}

function reason(error: string | null | undefined, keys: Readonly<Record<string, string>>): string {
  const said = Object.values(keys).reduce((text, key) => text.replaceAll(key, '***'), error ?? 'no reason given');
  return said.replace(/\s+/g, ' ').slice(0, 200);
}
