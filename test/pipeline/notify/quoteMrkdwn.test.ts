import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteMrkdwn } from '../../../src/pipeline/notify/quoteMrkdwn.ts';

test.each([
  ['words are not formatted', ['*see* a_b ~now~'], '∗see∗ aˍb ∼now∼'],
  ['nobody is called', ['<!channel> & <@U1>'], '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
  ['code can be copied', ['run `kubectl get pod_a | grep <x>` twice'], 'run `kubectl get pod_a | grep &lt;x&gt;` twice'],
  ['code of two backticks', ['`` a`b ``'], '` aˋb `'],
  ['a block stays one', ['```', 'a_b *c*', '  deeper', '```', 'then'], '```\na_b *c*\n  deeper\n```\nthen'],
  ['a longer fence holds a shorter one', ['````', '```', '````'], '```\nˋˋˋ\n```'],
  ['a fence that nobody closed', ['```', 'a'], '```\na\n```'],
  ['blank lines stay', ['a', '', 'b'], 'a\n\nb'],
])('%s', (_, lines, said) => {
  expect(quoteMrkdwn(lines, 500)).toBe(said);
});

test('what is cut within a block closes it', () => {
  expect(quoteMrkdwn(['a', '```', 'b'.repeat(20), 'c'.repeat(20), '```'], 45)).toBe(`a\n\`\`\`\n${'b'.repeat(20)}\n\`\`\`\n…`);
});

test('whatever stands there: never longer, no entity torn, every block closed, nobody called', () => {
  const line = fc.string({ unit: fc.constantFrom('`', '```', '&', '<', '>', '<!here>', 'a', ' ', '_', '🔥') });
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.constant('```'))), fc.integer({ min: 20, max: 200 }), (lines, max) => {
      const said = quoteMrkdwn(lines, max);
      expect(said.length).toBeLessThanOrEqual(max);
      expect(said).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
      expect((said.match(/^```$/gm) ?? []).length % 2).toBe(0);
      expect(said).not.toMatch(/(?<!^)```|```(?!$)/m);
    }),
  );
});
