import { expect, it } from 'vitest';
import { encodeName } from '../../../../src/pipeline/enrich/logs/encodeName.ts';

const RULE = { all: /^[a-z/]{1,9}$/, part: /^[a-z]+$/, words: 'letters and /' };
const values = (value: string) => ({ labels: { x: value }, annotations: {}, facts: {} });

it.each([
  ['/ecs/{{ labels.x }}', 'shop', '/ecs/shop'],
  ['{{ labels.x }}', '/ecs/shop', '/ecs/shop'],
  ['a{{ labels.x }}b{{ labels.x }}', 'x', 'axbx'],
])('%s with %s is %s', (source, value, name) => {
  expect(encodeName(source, RULE).fill(values(value))).toBe(name);
});

it.each([
  ['/ecs/{{ labels.x }}', 'shop/../rds'],
  ['/ecs/{{ labels.x }}', '*'],
  ['{{ labels.x }}', '/ECS'],
])('%s is not asked for with %s', (source, value) => {
  expect(() => encodeName(source, RULE).fill(values(value))).toThrow('nothing is asked');
});

it('what can never be a name is refused by the configuration', () => {
  expect(() => encodeName('/ecs *', RULE)).toThrow('must be letters and /');
  expect(() => encodeName('{{ labels.x }} {{ labels.x }}', RULE)).toThrow('must be letters and /');
});
