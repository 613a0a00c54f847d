import type { z } from 'zod';
import type { TraceSource } from './traceSource.ts';

/** What every element of `traces` has. */
export interface TraceSourceConfig {
  readonly name: string;
  readonly type: string;
}

/** One kind of tracing system. `create` takes what `schema` returned, and nothing else. */
export interface TraceSourceKind<C extends TraceSourceConfig = TraceSourceConfig> {
  readonly type: C['type'];
  /** One element of `traces` of this type: unknown keys are refused, secrets come out as `Secret`. */
  readonly schema: z.ZodType<C>;
  /** The keys that hold a secret, which therefore may also be written as `${key}_file`. */
  readonly secrets: readonly string[];
  create(config: C): TraceSource;
}
