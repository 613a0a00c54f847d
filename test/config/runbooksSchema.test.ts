import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkSchema } from '../../src/config/checkSchema.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { ProblemList } from '../../src/config/problemList.ts';
import { runbooksSchema } from '../../src/config/runbooksSchema.ts';
import { readYamlTree } from '../../src/config/yamlTree.ts';

const schema = z.strictObject({ runbooks: runbooksSchema.prefault({}) });

function read(text: string) {
  const problems = new ProblemList();
  const input = checkSchema(schema, readYamlTree(text, problems) ?? {}, problems);
  return { runbooks: input?.runbooks, problems: problems.problems.map((each) => formatProblem('f', each)) };
}

describe('runbooks', () => {
  it('have defaults', () => {
    expect(read('').runbooks).toEqual({
      annotations: ['runbook_url', 'runbook'],
      labels: [],
      templates: [],
      folder: null,
      fallback: null,
      check: null,
    });
    expect(read('runbooks: { check: {} }').runbooks?.check).toEqual({ everyMs: 86_400_000, allow: [] });
  });

  it('are plain data', () => {
    const { runbooks, problems } = read(`
runbooks:
  annotations: [runbook]
  labels: [playbook]
  templates:
    - { matchers: ['team="payments"'], url: 'https://wiki.example.com/runbooks/{{ labels.alertname | slug }}' }
    - { url: 'https://{{ labels.cluster }}.wiki.example.com/?q={{ labels.alertname }}#{{ service }}' }
  folder: ./runbooks
  fallback: https://wiki.example.com/triage
  check: { every: 12h, allow: [wiki.corp.example, 10.20.0.0/16] }
`);
    expect(problems).toEqual([]);
    expect(runbooks).toEqual({
      annotations: ['runbook'],
      labels: ['playbook'],
      templates: [
        { matchers: ['team="payments"'], url: 'https://wiki.example.com/runbooks/{{ labels.alertname | slug }}' },
        { matchers: [], url: 'https://{{ labels.cluster }}.wiki.example.com/?q={{ labels.alertname }}#{{ service }}' },
      ],
      folder: './runbooks',
      fallback: 'https://wiki.example.com/triage',
      check: { everyMs: 43_200_000, allow: ['wiki.corp.example', '10.20.0.0/16'] },
    });
    expect(JSON.parse(JSON.stringify(runbooks))).toEqual(runbooks);
  });

  it.each([
    ['{ anotations: [x] }', 'runbooks.anotations'],
    ["{ templates: [{ url: 'https://w.example/{{ label.x }}' }] }", 'has the unknown name "label.x"'],
    ["{ templates: [{ url: 'https://w.example/{{ labels.x' }] }", 'without its other half'],
    ["{ templates: [{ url: 'https://w.example/{{ labels.x | shout }}' }] }", 'unknown filter "shout"'],
    ["{ templates: [{ url: '{{ labels.x }}' }] }", 'does not begin with https:// and a host'],
    ["{ templates: [{ url: '{{ labels.x }}://w.example' }] }", 'does not begin with https:// and a host'],
    ["{ templates: [{ url: 'javascript:x' }] }", 'does not begin with https:// and a host'],
    ["{ templates: [{ url: 'https://{{ labels.x }}' }] }", 'lets an alert say which host'],
    ["{ templates: [{ url: 'https://{{ labels.x }}/a' }] }", 'lets an alert say which host'],
    ["{ templates: [{ url: 'https://w.example{{ labels.x }}/a' }] }", 'lets an alert say which host'],
    ["{ templates: [{ url: 'https://{{ labels.x }}wiki.example/a' }] }", 'lets an alert say which host'],
    ["{ templates: [{ url: 'https://w.example:{{ labels.x }}/a' }] }", 'lets an alert say which host'],
    ["{ templates: [{ url: 'https://u:p@w.example/{{ labels.x }}' }] }", 'is not a link, whatever is filled in'],
    ["{ templates: [{ matchers: ['x'], url: 'https://w.example/' }] }", 'not a matcher'],
    ['{ fallback: triage }', 'is not a link'],
    ['{ fallback: "https://u:p@w.example/" }', 'is not a link'],
    ['{ check: { every: 0s } }', 'is no time at all'],
    ['{ check: { every: 5s } }', 'is too often for the servers'],
    ['{ check: { allow: [0.0.0.0/0] } }', 'is too wide'],
    ["{ check: { allow: ['https://wiki'] } }", 'is neither a host nor a network'],
  ])('%s: %s', (section, said) => {
    const { problems } = read(`runbooks: ${section}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(said);
  });
});
