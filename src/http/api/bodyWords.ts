import { z } from 'zod';
import { closest } from '../../config/closest.ts';

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
  number: 'a number',
};

/** What is wrong with a value of a request's body, as people read it behind its place; undefined: the schema says so itself. */
export function bodyWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { input } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKeys(issue.keys, issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : []);
    case 'invalid_type':
      return input === undefined ? 'is missing' : `${shown(input)} is not ${KINDS[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return input === undefined ? 'is missing' : `${shown(input)} is none of ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `${sizeOf(input)}, at most ${issue.maximum}`;
    case 'too_small':
      return input === '' ? 'is empty; write something or leave it out' : `${sizeOf(input)}, at least ${issue.minimum}`;
    default:
      return undefined;
  }
}

function unknownKeys(keys: readonly string[], known: readonly string[]): string {
  const faults = keys.slice(0, 5).map((key) => {
    const meant = closest(key, known);
    return `there is no key ${shown(key)}${meant === null ? '' : `, did you mean ${meant}?`}`;
  });
  return `${faults.join(', ')} (known here: ${known.join(', ')})`;
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `holds ${value.length}`;
  return typeof value === 'string' ? `has ${value.length} characters` : `is ${shown(value)}`;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
