import { expect, it } from 'vitest';
import { foundTrace } from '../../src/enrichment/foundTrace.ts';
import { subjectOf } from '../../src/enrichment/subjectOf.ts';
import { START } from '../fakeClock.ts';
import { allEvidence } from '../pipeline/notify/evidenceViews.ts';
import { alertView, incidentView } from '../pipeline/notify/views.ts';

const MINUTE = 60_000;
const WINDOW = { beforeMs: 5 * MINUTE, afterMs: MINUTE };
const began = (ms: number) => incidentView({ alerts: [alertView({ startsAt: new Date(ms).toISOString() })] });

it.each([
  ['just now', 0, -5, 0],
  ['half a minute ago', 0.5, -5.5, 0],
  ['three minutes ago', 3, -8, -2],
  ['so long ago that all of it is over', 60, -6, 0],
])('an alert that began %s is looked at around its beginning, or in what was last', (_, ago, from, to) => {
  const { window, values } = subjectOf(began(START - ago * MINUTE), START, WINDOW);
  expect([(window.from - START) / MINUTE, (window.to - START) / MINUTE]).toEqual([from, to]);
  expect(values.facts.from_ms).toBe(String(window.from));
});

it('takes a beginning that is still to come for now', () => {
  expect(subjectOf(began(START + MINUTE), START, WINDOW).startedAt).toBe(START);
});

it('speaks of the incident where it has no alert to speak of', () => {
  const subject = subjectOf(incidentView({ alerts: [], service: null }), START, WINDOW);
  expect(subject).toMatchObject({ service: null, generatorUrl: '', labels: { alertname: 'CheckoutSlow' } });
  expect(subject.values.facts).not.toHaveProperty('service');
});

it('speaks of the trace that was found, once one is', () => {
  expect(subjectOf(incidentView(), START, WINDOW).values.facts).not.toHaveProperty('trace');
  const { facts } = subjectOf(incidentView({ evidence: allEvidence() }), START, WINDOW).values;
  expect(facts.trace).toBe(foundTrace(allEvidence()));
  expect(facts.from_iso).toBe(new Date(Number(facts.from_ms)).toISOString());
});
