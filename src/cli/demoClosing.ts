import { setTimeout as sleep } from 'node:timers/promises';
import { rfc3339 } from '../alert/timestamp.ts';
import type { DemoIncident, DemoServer } from './demoServer.ts';
import { DEFAULT_URL } from './serverUrl.ts';

/** What a person finds of the demo when it is over, with the commands to paste. `alerts` by fingerprint, with the name of each. */
export async function demoClosing(server: DemoServer, start: number, alerts: ReadonlyMap<string, string>): Promise<string> {
  const incidents = await settled(server, start);
  const lines = ['', 'It is over. What is left of it:', `  the board      ${server.url}/`];
  for (const { number, title, status } of incidents ?? []) {
    lines.push(`  incident #${String(number).padEnd(4)} ${server.url}/incidents/${number}  ${title} (${status})`);
  }
  const last = incidents?.at(-1);
  if (last) lines.push(`  why            ${why(server)} ${last.number}`);
  if (incidents === null) lines.push(`  its incidents  ${server.url}/incidents/NUMBER keeps each one's timeline`);
  else lines.push(...(await quietLines(server, start, alerts)));
  return `${lines.join('\n')}\n`;
}

const LOOKS = 10;
const LOOKS_APART_MS = 200;

/** What was sent last may not be decided yet; what stays open is shown as it is. */
async function settled(server: DemoServer, start: number): Promise<readonly DemoIncident[] | null> {
  for (let look = 1; ; look += 1) {
    const incidents = await server.incidentsSince(rfc3339(start)).catch(() => null);
    if (look === LOOKS || !incidents?.some(({ status }) => status !== 'resolved')) return incidents;
    await sleep(LOOKS_APART_MS);
  }
}

/** For each rule that kept something quiet one alert. */
async function quietLines(server: DemoServer, start: number, alerts: ReadonlyMap<string, string>): Promise<string[]> {
  const kept = new Map<string, { name: string; asked: string }>();
  for (const [fingerprint, name] of alerts) {
    const found = await server.keptQuietSince(fingerprint, rfc3339(start)).catch(() => []);
    for (const { by, integration } of found) {
      const asked = integration === null ? fingerprint : `${fingerprint} --integration ${integration}`;
      if (!kept.has(by)) kept.set(by, { name, asked });
    }
  }
  const rules = 'with `npm start -- --config examples/demo.yml` more of it is (docs/noise.md)';
  if (kept.size === 0) return ['', `Nothing was kept quiet; ${rules}`];
  const lines = [...kept].map(([by, { name, asked }]) => [`  ${name}, by ${by}:`, `    ${why(server)} ${asked}`]);
  const more = kept.size === 1 ? [`  ${rules}`] : [];
  return ['', 'What was kept quiet, and how to ask why:', ...lines.flat(), ...more];
}

function why({ url }: DemoServer): string {
  return `npm run -s tocsin -- why${url === DEFAULT_URL ? '' : ` --url ${url}`}`;
}
