import { z } from 'zod';
import type { Labels } from '../alert/labels.ts';
import { askServer } from './askServer.ts';
import { CliExit } from './cliExit.ts';

const previews = z.object({ items: z.array(z.object({ receivers: z.array(z.string()), notifiers: z.array(z.string()) })) });
const silences = z.object({ id: z.string() });
const refusal = z.object({ error: z.object({ message: z.string() }) });
const ambiguity = z.object({ error: z.object({ details: z.array(z.string()) }) });
const incidents = z.object({ items: z.array(z.object({ number: z.number(), title: z.string(), status: z.string() })) });

const decisions = z.object({ items: z.array(z.object({ at: z.string(), verdict: z.string(), by: z.string().nullable() })) });

const QUIET: ReadonlySet<string> = new Set(['suppress', 'defer']);

export type DemoIncident = z.output<typeof incidents>['items'][number];

/** A rule's word, and whose alert it was where several integrations have sent such a one. */
export interface KeptQuiet {
  readonly by: string;
  readonly integration: string | null;
}

/** A running server, as a sender of alerts sees it. Whatever goes wrong is a `CliExit` that says what to do. */
export interface DemoServer {
  readonly url: string;
  /** Who would be told of each alert, in order. */
  whoIsTold(labels: readonly Labels[]): Promise<z.output<typeof previews>['items']>;
  send(body: string): Promise<void>;
  /** Silences what fits until it has resolved, ten minutes at most: the silence's id, or null where the credential may not. */
  silence(matchers: readonly string[], comment: string): Promise<string | null>;
  expireSilence(id: string): Promise<void>;
  /** What rules kept an alert from people since then. */
  keptQuietSince(fingerprint: string, time: string): Promise<readonly KeptQuiet[]>;
  /** Incidents triggered since then, oldest first; null where the credential may not read them. */
  incidentsSince(time: string): Promise<readonly DemoIncident[] | null>;
}

export interface DemoCredentials {
  /** By which it sends, as an Alertmanager does. */
  readonly sender: string | null;
  /** TOCSIN_TOKEN: by which people's commands read, and which sends too where there is no other. */
  readonly person: string | null;
}

/** @param url without a slash at its end */
export function demoServer(url: string, { sender, person }: DemoCredentials): DemoServer {
  const token = sender ?? person;
  const remedy =
    token === null
      ? "give an integration's token with --token"
      : sender !== null
        ? 'that token is of no integration'
        : "TOCSIN_TOKEN is of no integration, but perhaps an API token, as the other commands need it: give an integration's token with --token";
  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: string, by = token): Promise<Response> =>
    askServer({ url, token: by }, method, path, body);
  return {
    url,
    whoIsTold: async (labels) => {
      const body = JSON.stringify({ alerts: labels.map((each) => ({ labels: each })) });
      const answer = await expectOk(await ask('POST', '/api/v1/route', body), url, remedy);
      const told = previews.safeParse(answer);
      if (!told.success || told.data.items.length !== labels.length) throw notTocsin(url);
      return told.data.items;
    },
    send: async (body) => void (await expectOk(await ask('POST', '/webhooks/alertmanager', body), url, remedy)),
    silence: async (matchers, comment) => {
      const silence = { matchers, comment, duration: '10m', expires_when_resolved: true, created_by: 'demo' };
      const response = await ask('POST', '/api/v1/silences', JSON.stringify(silence), person ?? token);
      if (!response.ok) return null;
      const made = silences.safeParse(await response.json().catch(() => null));
      if (!made.success) throw notTocsin(url);
      return made.data.id;
    },
    expireSilence: async (id) => {
      const response = await ask('DELETE', `/api/v1/silences/${id}`, undefined, person ?? token);
      if (!response.ok) throw new CliExit(1, `${url} answered ${response.status}`);
    },
    keptQuietSince: async (fingerprint, time) => {
      const read = async (integration: string | null): Promise<KeptQuiet[]> => {
        const which = integration === null ? '' : `&integration=${encodeURIComponent(integration)}`;
        const path = `/api/v1/alerts/${fingerprint}/decisions?limit=100${which}`;
        const response = await ask('GET', path, undefined, person ?? token);
        const answer: unknown = await response.json().catch(() => null);
        if (response.status === 409 && integration === null) return (await Promise.all(sendersIn(answer).map(read))).flat();
        const found = response.ok ? decisions.safeParse(answer) : null;
        const since = found?.success ? found.data.items.filter(({ at }) => at >= time) : [];
        const words = new Set(since.flatMap(({ by, verdict }) => (by !== null && QUIET.has(verdict) ? [by] : [])));
        return [...words].map((by) => ({ by, integration }));
      };
      return read(null);
    },
    incidentsSince: async (time) => {
      const response = await ask(
        'GET',
        `/api/v1/incidents?limit=100&since=${encodeURIComponent(time)}`,
        undefined,
        person ?? token,
      );
      const found = response.ok ? incidents.safeParse(await response.json().catch(() => null)) : null;
      return found?.success ? found.data.items.reverse() : null;
    },
  };
}

/** An earlier demo was perhaps sent by another integration: then the server asks which one is meant. */
function sendersIn(answer: unknown): string[] {
  const details = ambiguity.safeParse(answer).data?.error.details ?? [];
  return details.flatMap((each) => /^integration=(.+)$/.exec(each)?.[1] ?? []);
}

async function expectOk(response: Response, url: string, remedy: string): Promise<unknown> {
  const text = await response.text().catch(() => '');
  const answer = parseJson(text);
  if (response.ok) {
    if (answer === null) throw notTocsin(url);
    return answer;
  }
  const said = refusal.safeParse(answer).data?.error.message;
  if (said === undefined) throw notTocsin(url);
  if (response.status !== 401) throw new CliExit(1, `${url} answered ${response.status}: ${said}`);
  throw new CliExit(1, `${url} lets only known senders in: ${remedy}`);
}

function notTocsin(url: string): CliExit {
  return new CliExit(1, `what answers at ${url} is not a Tocsin of this version: check --url or TOCSIN_URL`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
