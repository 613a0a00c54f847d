import { z } from 'zod';
import { closest } from './closest.ts';
import { matchers, name, type Remedy } from './fields.ts';
import type { Path } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import { isTree, type Tree } from './yamlTree.ts';

const labelNames = z.array(name);

/** Which labels tell what an alert speaks of, best first. An empty list: nothing is looked for. */
export const identifySchema = z.strictObject({
  service: labelNames.default(['service', 'app', 'job', 'container']),
  host: labelNames.default(['node', 'instance']),
  cluster: labelNames.default(['cluster']),
});

/** A number or a word; as text, because matchers compare it with a label. */
const tier = z.unknown().transform((value, context): string => {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  const message = `${shown(value)} is not a tier`;
  context.addIssue({
    code: 'custom',
    message,
    params: { remedy: 'write a whole number or a word, as in 1 or gold' } satisfies Remedy,
  });
  return z.NEVER;
});

const runbook = z.string().superRefine((text, context) => {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return;
  const params: Remedy = { remedy: 'write its whole address, as in https://wiki.example.com/postgres' };
  context.addIssue({ code: 'custom', message: `${shown(text)} is not a link`, params });
});

const service = z
  .strictObject({
    name,
    matchers: matchers.default([]),
    team: name.optional(),
    tier: tier.optional(),
    depends_on: z.array(name).default([]),
    runbook: runbook.optional(),
  })
  .transform(({ depends_on, ...service }) => ({
    name: service.name,
    matchers: service.matchers,
    team: service.team ?? null,
    tier: service.tier ?? null,
    dependsOn: depends_on,
    runbook: service.runbook ?? null,
  }));

/** What is known of a service beforehand: its owner, what it depends on, and which alerts are its own. One that only others name is known too. */
export const servicesSchema = z.array(service).transform((services) => {
  const names = new Set(services.map(({ name }) => name));
  const others = new Set(services.flatMap(({ dependsOn }) => dependsOn).filter((other) => !names.has(other)));
  const unsaid = { matchers: [], team: null, tier: null, dependsOn: [], runbook: null };
  return [...services, ...[...others].map((other) => ({ ...unsaid, name: other }))];
});

const KINDS = ['symptom', 'cause'] as const;

const kind = z.unknown().transform((value, context): (typeof KINDS)[number] => {
  const known = KINDS.find((word) => word === value);
  if (known) return known;
  const meant = typeof value === 'string' ? closest(value, KINDS) : null;
  const remedy = meant ? `did you mean ${meant}?` : 'write symptom (users feel it) or cause (they may not)';
  const message = value === undefined ? 'is missing' : `${shown(value)} is not a kind`;
  context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
  return z.NEVER;
});

const someMatchers = matchers.superRefine((texts, context) => {
  if (texts.length > 0) return;
  const params: Remedy = { remedy: 'name the alerts that are of this kind' };
  context.addIssue({ code: 'custom', message: 'is empty: every alert would be of this kind', params });
});

/** First match decides; what none matches is left to the built-in table. */
export const kindsSchema = z.array(z.strictObject({ kind, matchers: someMatchers }));

/**
 * What the services say of each other: names that stand twice, and dependencies that are misspelt or not there. Reads the file as it was
 * written, so that this is told even where the schema refuses something else.
 */
export function checkServices(tree: Tree, problems: ProblemList): void {
  if (!Array.isArray(tree.services)) return;
  const services = tree.services.flatMap((service: unknown, i) => (isTree(service) ? [{ service, path: ['services', i] }] : []));
  const names = new Set<string>();
  for (const { service, path } of services) {
    if (typeof service.name !== 'string' || service.name === '') continue;
    if (names.has(service.name)) {
      problems.add(
        [...path, 'name'],
        `there is another service named ${JSON.stringify(service.name)} above`,
        'make one of the two',
      );
    }
    names.add(service.name);
  }
  for (const { service, path } of services) checkDependencies(service, [...path, 'depends_on'], names, problems);
}

function checkDependencies(service: Tree, path: Path, names: Set<string>, problems: ProblemList): void {
  if (!Array.isArray(service.depends_on)) return;
  for (const [i, dependency] of service.depends_on.entries() as ArrayIterator<[number, unknown]>) {
    if (typeof dependency !== 'string' || dependency === '') continue;
    const here = [...path, i];
    const meant = names.has(dependency) ? null : closest(dependency, [...names]);
    const shownName = JSON.stringify(dependency);
    if (dependency === service.name) problems.add(here, `${shownName} would depend on itself`, 'leave it out');
    else if (meant) problems.add(here, `there is no service named ${shownName}`, `did you mean ${JSON.stringify(meant)}?`);
    else if (!names.has(dependency)) {
      const remedy = 'add it to services: it may have a team, a tier and dependencies';
      problems.warn(here, `the service ${shownName} is known by its name alone`, remedy);
      // Once is enough.
      names.add(dependency);
    }
  }
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  return typeof value === 'object' ? 'this' : String(value);
}
