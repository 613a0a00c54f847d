import { describe, expect, test } from 'vitest';
import { consoleText } from '../../src/pipeline/notify/consoleText.ts';
import type { IncidentView, Note } from '../../src/pipeline/notify/notifier.ts';
import { triggerEvent } from '../../src/pipeline/notify/pagerdutyEvent.ts';
import { incidentMessage, noteMessage } from '../../src/pipeline/notify/slackMessage.ts';
import { allEvidence, evidenceOf, graphContent, logContent, pattern, redacted } from '../pipeline/notify/evidenceViews.ts';
import { LINKS, runbookViews } from '../pipeline/notify/runbookViews.ts';
import { alertView, incidentView, labels, START } from '../pipeline/notify/views.ts';

// What people see, as files to be read in a review. After a change that is meant:
//   npx vitest run test/golden -u

const MINUTE = 60_000;

const three = [
  alertView(),
  alertView({
    fingerprint: '2f2e3d4c5b6a7988',
    labels: labels({ alertname: 'CheckoutSlow', cluster: 'eu-1', instance: 'shop-4:8080', service: 'checkout' }),
    annotations: labels({ summary: 'p99 of POST /pay is 3.9 s' }),
  }),
  alertView({
    fingerprint: '3f2e3d4c5b6a7988',
    status: 'resolved',
    endsAt: '2026-03-04T02:21:00.000000000Z',
    labels: labels({ alertname: 'CheckoutSlow', cluster: 'eu-1', instance: 'shop-5:8080', service: 'checkout' }),
    annotations: labels({}),
  }),
];

const STORY: readonly { name: string; incident: IncidentView; note: Note }[] = [
  {
    name: 'first',
    incident: incidentView(),
    note: { reason: 'first', text: 'CheckoutSlow fires: 1 alert, critical', at: START },
  },
  {
    name: 'evidence',
    incident: incidentView({ evidence: allEvidence() }),
    note: { reason: 'evidence', text: 'loki: 7 patterns in 120 lines; jaeger: 3 traces; prometheus: a graph', at: START + 4_000 },
  },
  {
    name: 'runbook',
    incident: incidentView({ runbooks: runbookViews(), links: LINKS }),
    note: { reason: 'first', text: 'CheckoutSlow fires: 1 alert, critical', at: START },
  },
  {
    name: 'acknowledged',
    incident: incidentView({
      status: 'acknowledged',
      acknowledgedBy: 'Ada Okafor',
      acknowledgedAt: START + 2 * MINUTE,
      alerts: three,
      firing: 24,
      resolved: 1,
      truncated: 6,
    }),
    note: { reason: 'acknowledged', text: 'Ada Okafor has acknowledged it', at: START + 2 * MINUTE },
  },
  {
    name: 'resolved',
    incident: incidentView({
      status: 'resolved',
      acknowledgedBy: 'Ada Okafor',
      acknowledgedAt: START + 2 * MINUTE,
      resolvedBy: 'alerts',
      resolvedAt: START + 26 * MINUTE,
      alerts: three.map((alert) => ({ ...alert, status: 'resolved' as const, endsAt: '2026-03-04T02:43:00.000000000Z' })),
      firing: 0,
      resolved: 25,
    }),
    note: { reason: 'resolved', text: 'The last alert has stopped firing', at: START + 26 * MINUTE },
  },
  {
    name: 'hostile',
    incident: incidentView({
      urgency: 'low',
      severity: 'warning',
      service: '<!channel> *x*',
      team: null,
      remarks: ['Probable cause: <!here>\u202e; `x` depends on it'],
      url: null,
      groupLabels: labels({ team: '<!channel>' }),
      alerts: [
        alertView({
          labels: labels({ alertname: '<!here> *Pwned*', '<@U012>': '`x`' }),
          annotations: labels({
            summary: 'see <https://evil.example.org|the runbook> ```\nnow\u202e',
            runbook_url: 'javascript:1',
          }),
          generatorUrl: '',
        }),
      ],
      evidence: [
        evidenceOf({
          source: '<!channel>',
          content: logContent({
            patterns: [
              pattern({
                text: redacted('``` <!here> <https://evil.example.org|x> \u001b[2J'),
                level: '*fatal*',
                traces: [{ id: '<!here>', url: 'javascript:1' }],
              }),
            ],
          }),
        }),
        evidenceOf({ kind: 'graph', content: graphContent({ title: redacted('<!channel>\u202e') }) }),
        evidenceOf({ status: 'failed', because: redacted('<!channel> said no\n```'), content: null }),
      ],
    }),
    note: { reason: 'repeat', text: '<!channel> still open\u001b[2J\nsecond line', at: START + 240 * MINUTE },
  },
];

describe.each(STORY)('$name', ({ name, incident, note }) => {
  test('on the console', async () => {
    await expect(`${consoleText(incident, note, false)}\n`).toMatchFileSnapshot(`console/${name}.txt`);
  });

  test('in Slack', async () => {
    const message = incidentMessage(
      incident,
      incident.status === 'triggered' && incident.urgency === 'high' ? '<!subteam^S0PAY>' : null,
      'F0GRAPH0001',
    );
    await expect(json(message)).toMatchFileSnapshot(`slack/${name}.json`);
  });

  test("in Slack's thread", async () => {
    await expect(json(noteMessage(incident, note, true, null))).toMatchFileSnapshot(`slack/${name}.note.json`);
  });
});

test.each(STORY.filter(({ name }) => name !== 'resolved' && name !== 'evidence'))(
  'PagerDuty event: $name',
  async ({ name, incident }) => {
    const event = triggerEvent('routingkeyroutingkeyroutingkey00', 'installation/42/1', incident);
    await expect(json(event)).toMatchFileSnapshot(`pagerduty/${name}.json`);
  },
);

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
