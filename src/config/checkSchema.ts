import { z } from 'zod';
import { closest } from './closest.ts';
import { noiseSchema } from './noiseSchema.ts';
import type { Path } from './pathName.ts';
import type { ProblemList } from './problemList.ts';
import type { Tree } from './yamlTree.ts';

type RawIssue = z.core.$ZodRawIssue;
type Finding = readonly [message: string, remedy: string];

/** What the schema makes of the tree, or null after telling every problem it has with it. */
export function checkSchema<T>(schema: z.ZodType<T>, tree: Tree, problems: ProblemList): T | null {
  const findings: { path: Path; finding: Finding }[] = [];
  const result = schema.safeParse(tree, {
    error: (issue) => {
      for (const [path, finding] of findingsOf(issue)) findings.push({ path, finding });
      return undefined;
    },
  });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    // Messages given in a schema never come by the function above.
    const own = issue.code === 'custom' ? issue.params : undefined;
    const remedy = typeof own?.remedy === 'string' ? own.remedy : '';
    const isOwn = !findings.some(({ path }) => samePlace(path, issue.path)) && issue.code !== 'unrecognized_keys';
    if (isOwn) findings.push({ path: issue.path, finding: [issue.message, remedy] });
  }
  // What was wrong with a value before, while it was read, is why it does not fit now.
  const news = findings.filter(({ path }) => !problems.has(path));
  for (const { path, finding } of news) problems.add(path, ...finding);
  return null;
}

function samePlace(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((part, i) => part === b[i]);
}

function findingsOf(issue: RawIssue): (readonly [Path, Finding])[] {
  const path: Path = issue.path ?? [];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys.map((key) => [[...path, key], unknownKey(path, key, known)] as const);
  }
  return [[path, wordsFor(issue)]];
}

const MOST_NAMED = 12;

function unknownKey(path: Path, key: string, known: readonly string[]): Finding {
  const isOfNoise = path.length === 0 && Object.hasOwn(noiseSchema.shape, key);
  if (isOfNoise) return ['the key is not known here', `it belongs under noise: \`noise: { ${key}: … }\``];
  const hint = Object.hasOwn(ALERTMANAGER_KEYS, key) ? ALERTMANAGER_KEYS[key] : undefined;
  if (hint !== undefined) return ['the key is not known here', hint];
  const meant = closest(key, known);
  const others = known.length > MOST_NAMED ? 'docs/configuration.md has those that are' : `known here: ${known.join(', ')}`;
  return ['the key is not known', meant ? `did you mean ${meant}?` : others];
}

/** What stands elsewhere here: these are in most files that are copied from Alertmanager's. */
const ALERTMANAGER_KEYS: Readonly<Record<string, string>> = {
  global: 'Slack and PagerDuty have sections of their own: slack, pagerduty',
  group_by: 'grouping is a section of its own: `grouping: [{ matchers: […], group_by: […] }]`',
  group_wait: 'it belongs to a rule of the section grouping',
  group_interval: 'leave it out: what changes is told at once',
  repeat_interval: 'there is one for all, at the top level',
  templates: 'leave it out: there are none, every message is written here',
  service_key: 'use an Events API v2 key: routing_key',
};

function wordsFor(issue: RawIssue): Finding {
  if (issue.input === undefined) return ['is missing', 'add it'];
  switch (issue.code) {
    case 'invalid_type':
      return [
        `must be ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}`,
        remedyFor(issue.expected, issue.input),
      ];
    case 'invalid_value': {
      const words = issue.values.map(String);
      const meant = typeof issue.input === 'string' ? closest(issue.input, words) : null;
      return [`must be ${words.length === 1 ? '' : 'one of '}${words.join(', ')}`, meant ? `did you mean ${meant}?` : ''];
    }
    case 'too_small':
      return issue.input === '' ? ['must not be empty', 'give it a value, or leave the key out'] : ['is too small', ''];
    case 'too_big':
      return [`is too long: at most ${issue.maximum}`, ''];
    default:
      return ['is not valid', ''];
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  boolean: 'true or false',
  number: 'a number',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', number: 'a number', boolean: 'true or false', object: 'a mapping' }[typeof value as string] ?? 'that';
}

function remedyFor(expected: string, value: unknown): string {
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')) return 'put it in quotes';
  if (expected === 'array') return 'write [ ] around it, or begin its lines with a dash';
  if (expected === 'boolean' && typeof value === 'string') return 'write true or false without quotes';
  return '';
}
