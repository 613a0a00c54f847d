import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serve } from '@hono/node-server';
import type { SlackBlock } from '../../src/pipeline/notify/slackBlocks.ts';
import { openPglite } from '../../src/store/open.ts';
import { startFakes, tellStory } from '../../test/e2e/evidenceStory.ts';
import { slackHtml } from './slackHtml.ts';

// Pictures of what people see, for docs/ and for whoever changes it: npm run pictures [FOLDER]. Needs a Chromium.

const folder = process.argv[2] ?? 'docs';
const browser = process.env.CHROMIUM ?? 'chromium';

const fakes = await startFakes();
const database = await openPglite('memory://');
const story = await tellStory(fakes, database);
const { slack } = fakes;
const [message] = slack.inChannel('#payments');
if (!message) throw new Error('no message came to #payments');
const scratch = mkdtempSync(join(tmpdir(), 'tocsin-pictures-'));

const page = join(scratch, 'slack.html');
writeFileSync(
  page,
  slackHtml({
    blocks: message.blocks as readonly SlackBlock[],
    pictures: new Map(slack.files.uploads.flatMap(({ id, bytes }) => (bytes ? [[id, bytes]] : []))),
    at: '10:00',
    thread: slack.replies(message.ts).map(({ blocks, files }) => {
      return { blocks: (blocks ?? []) as readonly SlackBlock[], files: (files ?? []).map(({ name }) => name) };
    }),
  }),
);
await shoot(`file://${page}`, join(folder, 'slack-message.png'), '740,1220');
const graph = slack.files.uploads.find(({ name }) => name.endsWith('.png'))?.bytes;
if (graph) writeFileSync(join(folder, 'graph.png'), graph);

const server = serve({ fetch: (request: Request) => story.app.http.fetch(request), port: 0, hostname: '127.0.0.1' });
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the server has no port');
await shoot(`http://127.0.0.1:${address.port}/incidents/1`, join(folder, 'incident-page.png'), '1100,1800');
server.close();
await story.app.close();
await database.close();
for (const fake of Object.values(fakes)) await fake.close();

async function shoot(url: string, file: string, size: string): Promise<void> {
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--user-data-dir=${scratch}/browser`];
  await promisify(execFile)(browser, [...flags, `--window-size=${size}`, `--screenshot=${file}`, url], { timeout: 60_000 });
  console.log(`${url} as ${file}`);
}
