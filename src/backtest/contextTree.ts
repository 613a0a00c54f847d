import { z } from 'zod';
import { formatMatcher } from '../alert/matcher.ts';
import { canonicalTimestamp, type Instant, instantOf } from '../alert/timestamp.ts';
import type { RecordedChange } from './readChanges.ts';

const time = z.unknown().transform((value, context): Instant => {
  const timestamp = typeof value === 'string' ? canonicalTimestamp(value) : null;
  if (timestamp !== null) return instantOf(timestamp);
  context.addIssue({ code: 'custom', message: 'is not a time (RFC 3339)' });
  return z.NEVER;
});

const contextSchema = z.object({
  services: z
    .array(
      z.object({
        name: z.string().min(1),
        team: z.string().min(1).optional(),
        tier: z.union([z.number(), z.string()]).optional(),
        dependsOn: z.array(z.string()).default([]),
      }),
    )
    .default([]),
  maintenance: z.array(z.object({ start: time, end: time, matchers: z.record(z.string(), z.string()) })).default([]),
  deploys: z.array(z.object({ t: time, service: z.string().min(1), cluster: z.string().default('') })).default([]),
});

/** What is announced ends with a little time to calm down. */
const GRACE = '3m';

/** What a configuration file and a list of changes say of a context. */
export interface ContextTree {
  /** `services` and `maintenance` as a configuration file has them. */
  readonly services: readonly Readonly<Record<string, unknown>>[];
  readonly maintenance: readonly Readonly<Record<string, unknown>>[];
  /** In order of time. */
  readonly changes: readonly RecordedChange[];
}

/**
 * Reads what is known of a system beforehand: `services` (`name`, `team`, `tier`, `dependsOn`), `maintenance` (`start`, `end`,
 * `matchers`: labels and their values) and `deploys` (`t`, `service`, `cluster`). Other members are left alone.
 * @throws Error that names what is missing or not understood
 */
export function contextTree(context: unknown): ContextTree {
  const result = contextSchema.safeParse(context);
  if (!result.success) {
    const { path, message } = result.error.issues[0] ?? { path: [], message: 'is not understood' };
    throw new Error(`${path.join('.') || 'the context'}: ${message}: give services, maintenance and deploys`);
  }
  const { services, maintenance, deploys } = result.data;
  return {
    services: merged(services).map(({ dependsOn, ...service }) => ({ ...service, depends_on: dependsOn })),
    maintenance: maintenance.map(({ start, end, matchers }) => ({
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
      matchers: Object.entries(matchers).map(([name, value]) => formatMatcher({ name, operator: '=', value })),
      grace: GRACE,
    })),
    changes: deploys
      .map(({ t, service, cluster }, i) => ({ line: i + 1, at: t, service, cluster }))
      .sort((a, b) => a.at - b.at || a.line - b.line),
  };
}

/** A service that stands there twice is one, which depends on what either of the two does. */
function merged<T extends { readonly name: string; readonly dependsOn: readonly string[] }>(services: readonly T[]): T[] {
  const byName = new Map<string, T>();
  for (const service of services) {
    const first = byName.get(service.name);
    const dependsOn = [...new Set([...(first?.dependsOn ?? []), ...service.dependsOn])];
    byName.set(service.name, { ...service, ...first, dependsOn });
  }
  return [...byName.values()];
}
