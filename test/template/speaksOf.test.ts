import { expect, it } from 'vitest';
import { speaksOf } from '../../src/template/speaksOf.ts';
import { readTemplate } from '../../src/template/template.ts';

it.each([
  ['https://a.test/{{ trace }}', true],
  ['https://a.test/{{trace|upper}}', true],
  ['https://a.test/trace/{{ service }}', false],
  ['https://a.test/{{ labels.trace }}', false],
])('%s', (source, speaks) => {
  expect(speaksOf(readTemplate(source), 'trace')).toBe(speaks);
});
