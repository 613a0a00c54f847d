import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../../src/config/secret.ts';
import type { Evidence } from '../../../src/evidence/evidence.ts';
import type { MessageRef, Notifier, Receipt } from '../../../src/pipeline/notify/notifier.ts';
import type { EvidenceFiles } from '../../../src/pipeline/notify/notifierKind.ts';
import { slack } from '../../../src/pipeline/notify/slack.ts';
import { type FakeSlack, startSlack } from '../../fakes/slack.ts';
import { allEvidence, evidenceOf, redacted } from './evidenceViews.ts';
import { failedSend } from './failedSend.ts';
import { incidentView, START, sendRequest } from './views.ts';

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);
const TEXT = 'line one: größer\nline two\n';
const FILES: EvidenceFiles = {
  file: async (id) => ({ name: `incident-42-${id}.txt`, text: redacted(TEXT) }),
  picture: async () => PNG,
};

let fake: FakeSlack;

beforeEach(async () => {
  fake = await startSlack();
});
afterEach(() => fake.close());

function notifier(evidence: EvidenceFiles | null = FILES): Notifier {
  const context = {
    pagerduty: { eventsUrl: '' },
    slack: { apiUrl: fake.url, botToken: new Secret(fake.token) },
    print: () => {},
  };
  return slack.create(slack.schema.parse({ channel: '#payments' }), { ...context, ...(evidence && { evidence }) });
}

async function posted(): Promise<MessageRef> {
  const { message } = await notifier().send(sendRequest({ send: { action: 'post' } }));
  if (!message) throw new Error('no message in the receipt');
  return message;
}

function edit(message: MessageRef, evidence: Evidence[] = allEvidence(), more = {}) {
  return sendRequest({ send: { action: 'update', message }, incident: incidentView({ evidence, ...more }) });
}

const images = () => fake.inChannel('payments')[0]?.blocks.filter(({ type }) => type === 'image');
const graphOf = (receipt: Receipt) => receipt.message?.graph;

describe('the picture of the graph', () => {
  test('is uploaded once, stands in the message, and later edits show the same file', async () => {
    const message = await posted();
    const first = await notifier().send(edit(message));
    expect(graphOf(first)).toEqual({ evidence: 'e-graph', file: 'F0FAKE0001', failures: 0 });
    expect(first).not.toHaveProperty('againMs');
    // As after a restart: only what the message is kept with is known.
    const second = await notifier().send(edit(first.message as MessageRef, allEvidence(), { status: 'acknowledged' }));
    expect(graphOf(second)).toEqual(graphOf(first));
    expect(images()).toMatchObject([{ slack_file: { id: 'F0FAKE0001' }, alt_text: expect.stringContaining('threshold 2') }]);
    expect(fake.files.uploads.map(({ bytes, name }) => [name, [...(bytes ?? [])]])).toEqual([
      ['incident-42-graph.png', [...PNG]],
    ]);
    expect(fake.inChannel('payments')).toHaveLength(1);
    fake.assertClean();
  });

  test('is another one for other evidence', async () => {
    const message = { ...(await posted()), graph: { evidence: 'e-older', file: 'F0OLDER001', failures: 0 } };
    expect(graphOf(await notifier().send(edit(message)))).toMatchObject({ evidence: 'e-graph', file: 'F0FAKE0001' });
  });

  test('does not come with the first message, which asks to be put right at once', async () => {
    const incident = incidentView({ evidence: allEvidence() });
    const receipt = await notifier().send(sendRequest({ send: { action: 'post' }, incident }));
    expect(receipt.againMs).toBe(0);
    expect(fake.calls).toEqual(['chat.postMessage']);
  });

  test('is left out until Slack has looked through it, and is asked for again soon', async () => {
    fake.files.notReady = 1;
    const sender = notifier();
    const first = await sender.send(edit(await posted()));
    expect(first).toMatchObject({ answer: expect.stringContaining('without the graph (invalid_blocks)'), againMs: 1_000 });
    expect(first.answer).not.toContain('plain text');
    expect(JSON.stringify(fake.messages[0]?.blocks)).toContain('*Logs*');
    expect(images()).toEqual([]);
    const second = await sender.send(edit(first.message as MessageRef));
    expect(graphOf(second)).toMatchObject({ file: 'F0FAKE0001', failures: 0 });
    expect(second).not.toHaveProperty('againMs');
    expect(images()).toHaveLength(1);
    expect(fake.files.uploads).toHaveLength(1);
  });

  test('that is never taken is asked for three times, then only with other edits', async () => {
    fake.files.notReady = 10;
    let message = await posted();
    const waits: unknown[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      const receipt = await notifier().send(edit(message));
      waits.push(receipt.againMs);
      message = receipt.message as MessageRef;
    }
    expect(waits).toEqual([1_000, 2_000, undefined, undefined]);
    expect(fake.files.uploads).toHaveLength(1);
  });

  test('where the app may not upload: the receipt says what is missing, and nobody tries again', async () => {
    fake.refuse('files.getUploadURLExternal', 'missing_scope');
    const first = await notifier().send(edit(await posted()));
    expect(first.answer).toContain('without the graph (missing_scope: the app needs files:write)');
    expect(first).not.toHaveProperty('againMs');
    const asked = fake.history.length;
    await notifier().send(edit(first.message as MessageRef));
    expect(fake.history.slice(asked).map(({ path }) => path)).toEqual(['/api/chat.update']);
    expect(JSON.stringify(fake.messages[0]?.blocks)).toContain('|Graph> of `');
  });

  test('whose upload hangs does not keep the message from being put right', async () => {
    fake.failFor('upload', 'hang');
    const message = await posted();
    const before = performance.now();
    const receipt = await notifier().send(edit(message));
    expect(performance.now() - before).toBeLessThan(7_000);
    expect(receipt).toMatchObject({ answer: expect.stringContaining('no answer in time'), againMs: 1_000 });
    expect(fake.messages[0]?.edits).toBe(1);
  });

  test('that cannot be drawn is no reason either', async () => {
    const broken: EvidenceFiles = { ...FILES, picture: () => Promise.reject(new Error('no font')) };
    const receipt = await notifier(broken).send(edit(await posted()));
    expect(receipt).toMatchObject({ answer: expect.stringContaining('the upload failed') });
    expect(fake.messages[0]?.edits).toBe(1);
  });

  test('is not uploaded again while the edit itself is refused for now', async () => {
    const message = await posted();
    const sender = notifier();
    fake.failFor('chat.update', { status: 503 });
    await failedSend(sender.send(edit(message)));
    await sender.send(edit(message));
    expect(fake.files.uploads).toHaveLength(1);
    expect(images()).toHaveLength(1);
  });

  test('goes with the evidence once it is resolved, and is kept for when it is opened again', async () => {
    const graph = { evidence: 'e-graph', file: 'F0FAKE0001', failures: 0 };
    const message = { ...(await posted()), graph };
    const receipt = await notifier().send(edit(message, allEvidence(), { status: 'resolved', resolvedAt: START + 1_000 }));
    expect(graphOf(receipt)).toEqual(graph);
    expect(images()).toEqual([]);
    expect(fake.files.uploads).toEqual([]);
  });

  test('without anybody to draw it, there is none', async () => {
    const receipt = await notifier(null).send(edit(await posted()));
    expect(receipt.answer).toMatch(/^ok, message [\d.]+$/);
    expect(fake.calls).toEqual(['chat.postMessage', 'chat.update']);
  });
});

describe('the log files', () => {
  const note = { reason: 'evidence', text: 'loki: 3 patterns in <120> lines', at: START } as const;
  const evidence = [evidenceOf(), evidenceOf({ id: 'e-elk', source: 'elk' }), evidenceOf({ id: 'e-none', hasFile: false })];

  function share(message: MessageRef | null, doubtSince: number | null = null) {
    const send = { action: 'reply', message, note } as const;
    return sendRequest({ send, incident: incidentView({ evidence }), notificationId: 'n-7', doubtSince });
  }

  test('come into the thread together, under one line', async () => {
    const message = await posted();
    const receipt = await notifier().send(share(message));
    const [reply] = fake.replies(message.ts);
    expect(fake.replies(message.ts)).toHaveLength(1);
    expect(reply).toMatchObject({ text: 'loki: 3 patterns in &lt;120&gt; lines' });
    expect(reply?.files?.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^incident-42-e-loki\.[0-9a-f]{12}\.txt$/),
      expect.stringMatching(/^incident-42-e-elk\.[0-9a-f]{12}\.txt$/),
    ]);
    expect(fake.files.uploads.map(({ bytes }) => bytes?.toString('utf8'))).toEqual([TEXT, TEXT]);
    expect(receipt.answer).toContain('incident-42-e-loki.');
    fake.assertClean();
  });

  test.each([
    { how: 'had arrived', failure: 'accept_then_reset', completed: 1 },
    { how: 'had not arrived', failure: 'reset', completed: 2 },
  ] as const)('after an unknown outcome, when they $how', async ({ failure, completed }) => {
    const message = await posted();
    fake.failFor('files.completeUploadExternal', failure);
    expect(await failedSend(notifier().send(share(message)))).toMatchObject({ unknown: true, retryable: true });
    await notifier().send(share(message, Date.now()));
    expect(fake.replies(message.ts)).toHaveLength(1);
    expect(fake.history.filter(({ path }) => path === '/api/files.completeUploadExternal')).toHaveLength(completed);
    fake.assertClean();
  });

  test("another notification's files are not taken for them", async () => {
    const message = await posted();
    await notifier().send({ ...share(message), notificationId: 'n-6' });
    await notifier().send(share(message, Date.now()));
    expect(fake.replies(message.ts)).toHaveLength(2);
  });

  test.each([
    { where: 'files.getUploadURLExternal', failure: 'accept_then_reset' },
    { where: 'upload', failure: 'accept_then_reset' },
    { where: 'upload', failure: { html: 502 } },
  ] as const)('what breaks off before the last request ($where) has shown nothing, for sure', async ({ where, failure }) => {
    const message = await posted();
    fake.failFor(where, failure);
    expect(await failedSend(notifier().send(share(message)))).toMatchObject({ unknown: false, retryable: true });
    expect(fake.replies(message.ts)).toEqual([]);
  });

  test('where the app may not upload, the words come alone and say why', async () => {
    fake.refuse('files.getUploadURLExternal', 'missing_scope');
    const message = await posted();
    const receipt = await notifier().send(share(message));
    expect(receipt.answer).toContain('without the file (missing_scope: the app needs files:write)');
    expect(fake.replies(message.ts)).toMatchObject([{ text: expect.stringContaining('could not be added: missing_scope') }]);
    fake.assertClean();
  });

  test.each(['https://evil.example.org/upload/1', 'http://files.slack.com/upload/1', 'https://files.slack.com.evil.org/', 'x'])(
    'no line goes to %s',
    async (address) => {
      fake.files.elsewhere = address;
      const message = await posted();
      const receipt = await notifier().send(share(message));
      expect(receipt.answer).toContain('gave no address on files.slack.com');
      expect(fake.replies(message.ts).map(({ files }) => files)).toEqual([undefined]);
    },
  );

  test.each([null, { ...FILES, file: async () => null }, { ...FILES, file: async () => ({ name: 'a', text: redacted('') }) }])(
    'that are not there are not missed',
    async (files) => {
      const message = await posted();
      await notifier(files).send(share(message));
      expect(fake.replies(message.ts)).toMatchObject([{ text: expect.stringContaining('loki: 3 patterns') }]);
      expect(fake.files.uploads).toEqual([]);
    },
  );

  test('without a thread the words go to the channel', async () => {
    await notifier().send(share(null));
    expect(fake.inChannel('payments')).toMatchObject([{ text: expect.stringContaining('[#42]') }]);
  });
});
