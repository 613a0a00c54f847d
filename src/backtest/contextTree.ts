import { z } from 'zod';
import { formatMatcher } from '../alert/matcher.ts';
import { canonicalTimestamp, type Instant, instantOf, rfc3339 } from '../alert/timestamp.ts';
import type { RecordedChange } from './readChanges.ts';

const time = z.unknown().transform((value, context): Instant => {
  const timestamp = typeof value === 'string' ? canonicalTimestamp(value) : null;
  if (timestamp !== null) return instantOf(timestamp);
  const given = typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : 'this';
  const fault = value === undefined ? 'is missing' : `${given} is not a time`;
  context.addIssue({ code: 'custom', message: `${fault}: write it as in 2026-03-01T12:00:00Z, with its offset` });
  return z.NEVER;
});
const text = z.string({
  error: ({ input }) => (input === undefined ? 'is missing: write its name' : 'is no text: write a name'),
});
const name = text.min(1, 'is empty: write a name');
const list = <T extends z.ZodType>(entry: T) => z.array(entry, 'is no list: write [ ] around it').default([]);
const entry = <T extends z.core.$ZodLooseShape>(shape: T) => z.object(shape, 'is no object: write it in { }');

const contextSchema = entry({
  services: list(
    entry({
      name,
      team: name.optional(),
      tier: z.union([z.number(), z.string()], 'is neither a number nor text: write it as in 1').optional(),
      dependsOn: z.array(text, 'is no list: write the names of services in [ ]').default([]),
    }),
  ),
  maintenance: list(
    entry({
      start: time,
      end: time,
      matchers: z.record(z.string(), text, 'are no labels and values: write them as in {"cluster": "one"}'),
    }).superRefine(({ start, end }, context) => {
      if (end > start) return;
      const message = `${rfc3339(end)} is not after its start, ${rfc3339(start)}: put the end after the start`;
      context.addIssue({ code: 'custom', path: ['end'], message });
    }),
  ),
  deploys: list(entry({ t: time, service: name, cluster: text.default('') })),
});

/** What is announced ends with a little time to calm down. */
const GRACE = '3m';
const MOST_FAULTS = 20;

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
 * @throws Error with a line for each fault: its place, the value and the remedy
 */
export function contextTree(context: unknown): ContextTree {
  const result = contextSchema.safeParse(context);
  if (!result.success) {
    const faults = result.error.issues.slice(0, MOST_FAULTS).map(({ path, message }) => `${placeOf(path)}: ${message}`);
    throw new Error(faults.join('\n'));
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

/** As in `deploys[0].t`. */
function placeOf(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the context';
  return path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`)).join('');
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
