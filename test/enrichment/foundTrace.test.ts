import { expect, it } from 'vitest';
import { foundTrace } from '../../src/enrichment/foundTrace.ts';
import { evidenceOf, logContent, pattern, traceContent } from '../pipeline/notify/evidenceViews.ts';

const ofLines = (...ids: string[]) =>
  evidenceOf({
    content: logContent({ patterns: [pattern({ traces: [] }), pattern({ traces: ids.map((id) => ({ id, url: null })) })] }),
  });
const found = evidenceOf({ kind: 'traces', content: traceContent() });
const [first] = traceContent().traces;

it.each([
  ['nothing', [], null],
  ['lines without a trace', [ofLines()], null],
  ['lines that speak of some', [ofLines('a1', 'b2')], 'a1'],
  ['traces of their own, whatever the lines say', [ofLines('a1'), found], first?.id],
  ['a search that found none', [evidenceOf({ kind: 'traces', content: traceContent({ traces: [] }) }), ofLines('c3')], 'c3'],
  ['a source that failed', [evidenceOf({ status: 'failed', content: null })], null],
])('%s', (_, evidence, trace) => {
  expect(foundTrace(evidence)).toBe(trace);
});
