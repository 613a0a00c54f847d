import { Command } from 'commander';
import { z } from 'zod';
import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';
import { openRemote, type Remote, URL_OPTION } from './remote.ts';
import { type WhyAnswer, whyAnswer } from './whyAnswer.ts';
import { whyText } from './whyText.ts';

/** Of an incident so many alerts are shown. */
const MOST_ALERTS = 20;
const DECISIONS = 20;
/** Of each alert of an incident: enough to come from its end to what was told. */
const DECISIONS_EACH = 5;
const DECISIONS_A_PAGE = 100;

const alertList = z.object({
  items: z.array(z.object({ integration: z.string(), fingerprint: z.string() })),
  next_cursor: z.string().nullable(),
});

/** `why FINGERPRINT|NUMBER`: what was decided about an alert, or about each alert of an incident, and what would have told somebody. */
export function whyCommand(io: CliIo): Command {
  return new Command('why')
    .description(
      'why somebody was told of an alert, or nobody: by its fingerprint, or for each alert of an incident by its number',
    )
    .argument('<what>', "an alert's fingerprint (16 digits), or an incident's number")
    .option(...URL_OPTION)
    .option('--integration <name>', 'which one sent it, where several send the same fingerprint')
    .option('--all', 'show every decision whole, not only the newest')
    .action(async (what: string, { all = false, ...options }: { url?: string; integration?: string; all?: boolean }) => {
      const remote = openRemote(io, options);
      const alert = what.replace(/^#/, '');
      io.stdout(
        /^[1-9]\d{0,8}$/.test(alert)
          ? await whyIncident(remote, alert, all)
          : await whyAlert(remote, alert, options.integration, all),
      );
    });
}

async function whyAlert(remote: Remote, fingerprint: string, integration: string | undefined, all: boolean): Promise<string> {
  if (!/^[0-9a-f]{1,64}$/i.test(fingerprint)) {
    const shown = JSON.stringify(fingerprint);
    throw new CliExit(2, `${shown} is no fingerprint and no number: write why 00112233aabbccdd, or why 42 for an incident`);
  }
  const answer = await ask(remote, { fingerprint, integration, incident: undefined, all }, DECISIONS).catch(sayInFlags);
  return whyText(answer, { all, about: answer.incident });
}

/** The server names its own parameters. */
function sayInFlags(error: unknown): never {
  if (error instanceof CliExit) throw new CliExit(error.code, error.message.replaceAll(' integration=', ' --integration '));
  throw error;
}

async function whyIncident(remote: Remote, number: string, all: boolean): Promise<string> {
  const { items, next_cursor } = await remote.ask(alertList, 'GET', `/api/v1/incidents/${number}/alerts?limit=${MOST_ALERTS}`);
  // One line for each episode: an alert that fired twice is asked of once.
  const alerts = new Map(items.map((item) => [`${item.integration} ${item.fingerprint}`, item]));
  const texts: string[] = [];
  for (const alert of alerts.values()) {
    const answer = await ask(remote, { ...alert, incident: number, all }, DECISIONS_EACH);
    // They are the incident's.
    const told = texts.length > 0 ? { first_told: [], deliveries: [] } : {};
    texts.push(whyText({ ...answer, ...told }, { all, about: Number(number) }));
  }
  if (texts.length === 0) texts.push(`Incident #${number} has no alerts.\n`);
  if (next_cursor !== null) texts.push(`#${number} has more alerts; ask for one by its fingerprint.\n`);
  return texts.join(`\n${'─'.repeat(40)}\n`);
}

interface Question {
  readonly fingerprint: string;
  readonly integration: string | undefined;
  readonly incident: string | undefined;
  readonly all: boolean;
}

async function ask(remote: Remote, { fingerprint, all, ...of }: Question, limit: number): Promise<WhyAnswer> {
  const query = new URLSearchParams({ limit: String(all ? DECISIONS_A_PAGE : limit) });
  for (const [name, value] of Object.entries(of)) if (value !== undefined) query.set(name, value);
  const page = (): Promise<WhyAnswer> =>
    remote.ask(whyAnswer, 'GET', `/api/v1/alerts/${encodeURIComponent(fingerprint)}/decisions?${query}`);
  let answer = await page();
  while (all && answer.next_cursor !== null) {
    query.set('cursor', answer.next_cursor);
    const { items, next_cursor } = await page();
    answer = { ...answer, items: [...answer.items, ...items], next_cursor };
  }
  return answer;
}
