import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkSchema } from '../../src/config/checkSchema.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { ProblemList } from '../../src/config/problemList.ts';
import { checkServices, identifySchema, kindsSchema, servicesSchema } from '../../src/config/serviceCatalogue.ts';
import { readYamlTree } from '../../src/config/yamlTree.ts';

const schema = z.strictObject({
  identify: identifySchema.prefault({}),
  services: servicesSchema.default([]),
  kinds: kindsSchema.default([]),
});

function read(text: string) {
  const problems = new ProblemList();
  const tree = readYamlTree(text, problems) ?? {};
  const input = checkSchema(schema, tree, problems);
  checkServices(tree, problems);
  const [said, warnings] = [problems.problems, problems.warnings].map((list) => list.map((each) => formatProblem('f', each)));
  return { input, problems: said, warnings };
}

describe('what is known beforehand', () => {
  it('has defaults', () => {
    expect(read('').input).toEqual({
      identify: { service: ['service', 'app', 'job', 'container'], host: ['node', 'instance'], cluster: ['cluster'] },
      services: [],
      kinds: [],
    });
  });

  it('is plain data', () => {
    const { input, problems } = read(`identify: { service: [workload], cluster: [] }
services:
  - { name: tickets, team: stage, tier: 0, depends_on: [mysql], matchers: ['job="tickets"'], runbook: 'https://wiki.example/t#1' }
  - { name: mysql, tier: gold }
kinds:
  - { kind: symptom, matchers: ['alertname=~"Queue.*"', 'team="stage"'] }
`);
    expect(problems).toEqual([]);
    expect(input).toEqual({
      identify: { service: ['workload'], host: ['node', 'instance'], cluster: [] },
      services: [
        {
          name: 'tickets',
          team: 'stage',
          tier: '0',
          dependsOn: ['mysql'],
          matchers: ['job="tickets"'],
          runbook: 'https://wiki.example/t#1',
        },
        { name: 'mysql', team: null, tier: 'gold', dependsOn: [], matchers: [], runbook: null },
      ],
      kinds: [{ kind: 'symptom', matchers: ['alertname=~"Queue.*"', 'team="stage"'] }],
    });
    expect(JSON.parse(JSON.stringify(input))).toEqual(input);
  });

  it('knows a service that only others name, and says so', () => {
    const { input, problems, warnings } = read(
      'services: [{ name: mysql }, { name: tickets, depends_on: [billing, mysql, billing] }]',
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      'f:1:59: services[1].depends_on[0]: the service "billing" is known by its name alone (add it to services: it may have a team, a tier and dependencies)',
    ]);
    expect(input?.services.map(({ name }) => name)).toEqual(['mysql', 'tickets', 'billing']);
    expect(input?.services[2]).toEqual({ name: 'billing', matchers: [], team: null, tier: null, dependsOn: [], runbook: null });
  });

  it('may depend in a circle', () => {
    expect(read('services: [{ name: a, depends_on: [b] }, { name: b, depends_on: [a] }]').problems).toEqual([]);
  });
});

describe('problems', () => {
  it.each([
    [
      'services: [{ name: mysql }, { name: tickets, depends_on: [mysqll] }]',
      'f:1:59: services[1].depends_on[0]: there is no service named "mysqll" (did you mean "mysql"?)',
    ],
    [
      'services: [{ name: mysql, depends_on: [mysql] }]',
      'f:1:40: services[0].depends_on[0]: "mysql" would depend on itself (leave it out)',
    ],
    [
      'services: [{ name: mysql }, { name: mysql }]',
      'f:1:31: services[1].name: there is another service named "mysql" above (make one of the two)',
    ],
    [
      'services: [{ name: a, tier: -1, runbook: "javascript:alert(1)", matchers: ["job"] }]',
      'f:1:23: services[0].tier: -1 is not a tier (write a whole number or a word, as in 1 or gold)',
      'f:1:33: services[0].runbook: "javascript:alert(1)" is not a link (write its whole address, as in https://wiki.example.com/postgres)',
      expect.stringMatching(/^f:1:76: services\[0\]\.matchers\[0\]: not a matcher: /),
    ],
    [
      'services: [{ team: a, dependson: [b] }]',
      'f:1:12: services[0].name: is missing (add it)',
      'f:1:23: services[0].dependson: the key is not known (did you mean depends_on?)',
    ],
    [
      'kinds: [{ kind: symptoms, matchers: [a="b"] }, { kind: unknown, matchers: [a="b"] }]',
      'f:1:11: kinds[0].kind: "symptoms" is not a kind (did you mean symptom?)',
      'f:1:50: kinds[1].kind: "unknown" is not a kind (write symptom (users feel it) or cause (they may not))',
    ],
    [
      'kinds: [{ kind: cause, matchers: [] }, { kind: cause }, { matchers: [a="b"] }]',
      'f:1:24: kinds[0].matchers: is empty: every alert would be of this kind (name the alerts that are of this kind)',
      'f:1:40: kinds[1].matchers: is missing (add it)',
      'f:1:57: kinds[2].kind: is missing (write symptom (users feel it) or cause (they may not))',
    ],
    ['identify: { service: app }', expect.stringMatching(/^f:1:13: identify\.service: must be a list, not text/)],
    ['identify: { host: [""] }', expect.stringMatching(/^f:1:20: identify\.host\[0\]: must not be empty/)],
    ['services: { mysql: {} }', expect.stringMatching(/^f:1:1: services: must be a list, not a mapping/)],
  ])('%s', (text, ...expected) => {
    expect(read(text).problems).toEqual(expected);
  });

  it('of names are told where the schema refuses something else', () => {
    expect(read('services: [{ name: a, tier: [] }, { name: a, depends_on: [7, b] }]').problems).toHaveLength(4);
  });
});
