import { expect, test } from 'vitest';
import { alertLines } from '../../../src/pipeline/notify/alertLines.ts';
import { headline } from '../../../src/pipeline/notify/headline.ts';
import { triggerEvent } from '../../../src/pipeline/notify/pagerdutyEvent.ts';
import { alertView, incidentView, labels } from './views.ts';

const named = (alertname: string, heldBy: string | null = null) =>
  alertView({ labels: labels({ alertname }), annotations: labels({ summary: 'it is '.repeat(60) }), heldBy });

test.each([
  ['each', [named('A'), named('B', 'silence')], 2, 1, [/^• A: it is .*…$/, /^• B: it is .*… \(held back: silence\)$/]],
  [
    'those that are not shown',
    [named('A'), named('B', 'silence')],
    9,
    4,
    [/^• A/, /silence/, /^… and 7 more, 3 of them held back$/],
  ],
  ['none', [named('A')], 2, 0, [/^• A/, /^… and 1 more$/]],
] as const)('the list of alerts marks what is held back: %s', (_, alerts, firing, held, expected) => {
  const lines = alertLines(incidentView({ alerts, firing, held }), 10, 80);
  expect(lines).toEqual(expected.map((line) => expect.stringMatching(line)));
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(80 + '• '.length);
});

test.each([
  [{ firing: 2, held: 1 }, 'A: it is so (2 alerts, 1 held back) [#42]'],
  [{ firing: 2, held: 2 }, 'A: it is so (2 alerts) [#42]'],
  [{ firing: 2, remarks: ['Storm: 5012 alerts; 83 % share rack=r12'] }, 'Storm: 5012 alerts; 83 % share rack=r12 [#42]'],
])('the line of an incident counts what is held back, or says that it is a storm: %j', (part, line) => {
  const alerts = [alertView({ labels: labels({ alertname: 'A' }), annotations: labels({ summary: 'it is so' }) })];
  expect(headline(incidentView({ alerts, ...part }), 200)).toBe(line);
});

test('PagerDuty is told which alerts are held back', () => {
  const { payload } = triggerEvent(
    'key',
    'dedup',
    incidentView({ alerts: [named('A'), named('B', 'inhibit')], firing: 2, held: 1 }),
  );
  expect(payload).toMatchObject({
    class: 'A',
    custom_details: {
      held_back: 1,
      alerts: [expect.not.objectContaining({ held_back_by: 'inhibit' }), { held_back_by: 'inhibit' }],
    },
  });
});
