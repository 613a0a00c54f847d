import type { z } from 'zod';
import type { MetricSource } from './metricSource.ts';

/** What every element of `metrics` has. */
export interface MetricSourceConfig {
  readonly name: string;
  readonly type: string;
}

/** One kind of metrics system. `create` takes what `schema` returned, and nothing else. */
export interface MetricSourceKind<C extends MetricSourceConfig = MetricSourceConfig> {
  readonly type: C['type'];
  /** One element of `metrics` of this type: unknown keys are refused, secrets come out as `Secret`. */
  readonly schema: z.ZodType<C>;
  /** The keys that hold a secret, which therefore may also be written as `${key}_file`. */
  readonly secrets: readonly string[];
  create(config: C): MetricSource;
}
