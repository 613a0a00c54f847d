import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentMessage, noteMessage, type SlackMessage } from '../../../src/pipeline/notify/slackMessage.ts';
import { readBlocks } from '../../fakes/blockKit.ts';
import { allEvidence, evidenceOf, graphContent, logContent, pattern, redacted, traceContent } from './evidenceViews.ts';
import { alertView, incidentView, labels, START } from './views.ts';

const MENTION = '<!subteam^S0PAY>';
const NASTY = [
  '<!channel>',
  '<!here|here>',
  '<@U012345>',
  '<#C012345|general>',
  '<https://evil.example.org|https://good.example.org>',
  '```',
  '*bold*',
  '&lt;!channel&gt;',
  '\u202e',
  '\u200b',
  '\u0000',
  '\ud83d',
  '🔥',
  '|',
  '>',
  '"',
  '\\',
  '\n',
  '\r\n',
  'https://x.example.org/?a=1&b=<!channel>',
];

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(...NASTY),
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom('a'.repeat(500), '&'.repeat(900)),
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const record = fc.dictionary(nasty, nasty, { maxKeys: 6 }).map(labels);
const name = fc.oneof(fc.constant('CheckoutSlow'), nasty);

const alert = fc
  .record({ alertname: name, more: record, annotations: record, summary: nasty, runbook_url: nasty, url: nasty })
  .map((part) =>
    alertView({
      labels: labels({ ...part.more, alertname: part.alertname }),
      annotations: labels({ ...part.annotations, summary: part.summary, runbook_url: part.runbook_url }),
      generatorUrl: part.url,
    }),
  );
const word = nasty.map(redacted);
const patterns = fc.array(
  fc.record({ text: word, level: fc.option(nasty), id: nasty, url: fc.option(nasty) }).map(({ id, url, ...part }) =>
    pattern({
      ...part,
      traces: [
        { id, url },
        { id, url: `https://jaeger.example.org/trace/1?${'&'.repeat(400)}` },
      ],
    }),
  ),
  { maxLength: 5 },
);
const evidence = fc.array(
  fc
    .record({
      source: nasty,
      because: word,
      status: fc.constantFrom('found', 'partial', 'nothing', 'skipped', 'failed'),
      content: fc.oneof(
        fc.constant(null),
        patterns.map((list) => logContent({ patterns: list })),
        fc.tuple(word, nasty).map(([root, url]) => {
          const traces = traceContent().traces.map((trace) => ({ ...trace, root }));
          return traceContent({ traces, searchUrl: url });
        }),
        word.map((title) => graphContent({ title, others: 3 })),
      ),
    })
    .map((part) => evidenceOf({ ...part, status: part.status as 'found', kind: part.content?.kind ?? 'logs' })),
  { maxLength: 6 },
);
const picture = fc.constantFrom(null, 'F0GRAPH0001');

const incident = fc
  .record({
    evidence,
    status: fc.constantFrom('triggered', 'acknowledged', 'resolved'),
    title: nasty,
    alerts: fc.array(alert, { maxLength: 20 }),
    groupLabels: record,
    person: nasty,
  })
  .map(({ person, ...part }) =>
    incidentView({ ...part, acknowledgedBy: person, acknowledgedAt: START, resolvedBy: person, resolvedAt: START, firing: 4000 }),
  );

/** Every live piece of Slack syntax: `<…>` in mrkdwn objects and in the fallback text. */
function liveParts(message: SlackMessage): string[] {
  const texts = [message.text];
  JSON.stringify(message.blocks, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn' && 'text' in value) {
      texts.push(String(value.text));
    }
    return value;
  });
  return texts.flatMap((text) => text.match(/<[^>]*>?|>/g) ?? []);
}

const OURS = /^<!date\^\d+\^(?:\{date_short_pretty\} \{time_secs\}|\{time\}|\{time_secs\})\|[^<>|]+>$/;
const LINK =
  /^<https?:\/\/[^<>|\s]+\|(?:Runbook \([^<>|]+\)|Source \([^<>|]+\)|Incident 42|Graph|trace[^<>|]*|search for more)>$/;
/** What a trace is called is for its source to say. */
const TRACE = /^<https:\/\/jaeger\.example\.org\/trace\/[0-9a-f]{32}\|[^<>|]+>$/;

function expectHarmless(message: SlackMessage): void {
  const foreign = liveParts(message).filter((part) => part !== MENTION && ![OURS, LINK, TRACE].some((ours) => ours.test(part)));
  expect(foreign).toEqual([]);
  expect(JSON.stringify(message.blocks)).not.toMatch(/<[!@#](?!date|subteam\^S0PAY)/);
  expect(`${message.text}${JSON.stringify(message.blocks)}`).not.toMatch(
    /```|[\u202a-\u202e\u2066-\u2069\u200b]|\\u0000|\\ud83d"/,
  );
  expect(readBlocks(message.blocks)).toHaveProperty('blocks');
  expect(JSON.stringify(message.blocks).length).toBeLessThanOrEqual(13_000);
  expect(message.text.length).toBeLessThanOrEqual(4_000);
}

test('whatever the alerts say, a message mentions, links and formats nothing of theirs, and Slack takes it', () => {
  fc.assert(
    fc.property(incident, fc.constantFrom(MENTION, null), picture, (view, mention, file) =>
      expectHarmless(incidentMessage(view, mention, file)),
    ),
    { numRuns: 500 },
  );
});

test('whatever a note says, neither does it', () => {
  fc.assert(
    fc.property(incident, nasty, fc.boolean(), (view, text, threaded) =>
      expectHarmless(noteMessage(view, { reason: 'repeat', text, at: START }, threaded, MENTION)),
    ),
    { numRuns: 300 },
  );
});

describe('the alertname is always there', () => {
  test.each(['triggered', 'acknowledged', 'resolved'] as const)('%s', (status) => {
    const alerts = [alertView({ labels: labels({ alertname: 'Disk_Full*root*', instance: 'a' }), annotations: labels({}) })];
    const message = incidentMessage(incidentView({ status, alerts, groupLabels: labels({}) }), null);
    expect(message.text).toContain('Disk_Full*root*');
    expect(JSON.stringify(message.blocks)).toContain('Disk_Full*root*');
  });

  test('the title stands in where no alert is known', () => {
    expect(incidentMessage(incidentView({ alerts: [] }), null).text).toContain('CheckoutSlow (eu-1)');
  });
});

test('20 alerts with every text at its limit still make one message', () => {
  const long = alertView({
    labels: labels(Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`"${index}"`.repeat(40), '"\\'.repeat(500)]))),
    annotations: labels({ summary: '"\\'.repeat(5_000), runbook_url: `https://x.example.org/?${'&'.repeat(900)}` }),
    generatorUrl: `https://y.example.org/?${'&'.repeat(900)}`,
  });
  const url = `https://jaeger.example.org/trace/?${'&'.repeat(100)}`;
  const one = pattern({ text: redacted('"\\'.repeat(5_000)), traces: [1, 2].map((id) => ({ id: `${id}`.repeat(32), url })) });
  const evidence = Array(4).fill(evidenceOf({ content: logContent({ patterns: Array(3).fill(one) }) }));
  const view = incidentView({ alerts: Array(20).fill(long), groupLabels: long.labels, evidence });
  const message = incidentMessage(view, MENTION);
  expectHarmless(message);
  // Evidence is what goes first where not all of it fits.
  const said = JSON.stringify(message.blocks);
  expect([said.includes('|Incident 42>'), said.includes('*Logs*')]).toEqual([true, true]);
  expect(said.match(/83×/g)?.length).toBeLessThan(9);
});

test('links of the configuration leave room for what was found', () => {
  const links = Array.from({ length: 9 }, (_, i) => ({
    name: `Link ${i}`,
    href: `https://kibana.example.org/${'x'.repeat(700)}${i}`,
  }));
  const { blocks } = incidentMessage(incidentView({ links, evidence: allEvidence() }), null, 'F1');
  const said = JSON.stringify(blocks);
  expect(said.match(/\|Link \d/g)).toEqual(['|Link 0', '|Link 1', '|Link 2']);
  expect(blocks.some(({ type }) => type === 'image')).toBe(true);
});
