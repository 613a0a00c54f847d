import type { z } from 'zod';
import type { LogSource } from './logSource.ts';

/** What every element of `logs.sources` has. */
export interface LogSourceConfig {
  /** What messages and metrics call it. */
  readonly name: string;
  readonly type: string;
}

/**
 * One kind of log store. `create` takes what `schema` returned, and nothing else; it asks nothing yet. Written as a method, so that
 * kinds with different configurations fit in one list.
 */
export interface LogSourceKind<C extends LogSourceConfig = LogSourceConfig> {
  /** The values of `type` that mean this kind. */
  readonly types: readonly string[];
  /** One element of `logs.sources`: unknown keys are refused, templates are read, secrets come out as `Secret`. */
  readonly schema: z.ZodType<C>;
  /** The keys of `schema` that hold a secret (`basic_auth.password`), which therefore may also be written as `${key}_file`. */
  readonly secrets: readonly string[];
  create(config: C): LogSource;
}
