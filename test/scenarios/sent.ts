import type { Exchange } from '../fakes/fakeServer.ts';
import type { World } from './world.ts';

/** Every message that left since the last look, as lines `HEAD: TEXT`. */
export interface Sent {
  readonly pagerduty: string[];
  readonly slack: string[];
  readonly console: string[];
  readonly webhook: string[];
}

type PagerDutyBody = {
  event_action: string;
  dedup_key: string;
  routing_key: string;
  payload?: { severity: string; summary: string };
};
type WebhookBody = { reason: string; text: string; incident: { number: number; status: string } };

/** Looks at what the fakes took; each look shows what is new. */
export class Lookout {
  readonly #world: World;
  #events = 0;
  #printed = 0;
  #taken = 0;
  readonly #edits = new Map<string, number>();

  constructor(world: World) {
    this.#world = world;
  }

  look(): Sent {
    return { pagerduty: this.#pagerduty(), slack: this.#slack(), console: this.#console(), webhook: this.#webhook() };
  }

  #pagerduty(): string[] {
    const events = this.#world.pagerduty.events.slice(this.#events);
    this.#events += events.length;
    return events.map(({ body, effect }) => {
      const { event_action: action, dedup_key: key, routing_key: routing, payload } = body as PagerDutyBody;
      const to = routing.replace(/0+$/, '');
      const odd = effect === 'logged' || effect === 'dropped' ? ` (${effect})` : '';
      const head = `${to} ${action} #${key.split('/').slice(1).join('/')}`;
      return payload ? `${head} ${payload.severity}${odd}: ${payload.summary}` : `${head}${odd}`;
    });
  }

  #slack(): string[] {
    const { slack } = this.#world;
    const names: Readonly<Record<string, string>> = {
      C0PAYMENTS1: '#payments',
      C0INCIDENT1: '#payments-incidents',
      C0TOCSIN001: '#tocsin',
    };
    return slack.messages.flatMap((message) => {
      const known = this.#edits.get(message.ts);
      this.#edits.set(message.ts, message.edits);
      if (known === message.edits) return [];
      const root = message.thread === null ? message : slack.messages.find(({ ts }) => ts === message.thread);
      const about = /\[(#\d+)\]/.exec(root?.text ?? '')?.[1] ?? '?';
      const did =
        known === undefined ? (message.thread === null ? 'post' : message.broadcast ? 'reply and show' : 'reply') : 'edit';
      return [`${names[message.channel] ?? message.channel} ${did} ${about}: ${message.text}`];
    });
  }

  #console(): string[] {
    const { printed } = this.#world;
    const pages = printed.slice(this.#printed);
    this.#printed = printed.length;
    return pages.map((page) => page.replace(/^== ([A-Z ]+ #\d+) /, '$1: ').replaceAll('\n', ' '));
  }

  #webhook(): string[] {
    const { taken } = this.#world.hook;
    const bodies = taken.slice(this.#taken);
    this.#taken = taken.length;
    return bodies.map(({ body }) => {
      const { reason, text, incident } = body as unknown as WebhookBody;
      return `${reason} #${incident.number} ${incident.status}: ${text}`;
    });
  }
}

/** What the other side answered to each request, for a story's failure report. */
export function attempts(history: readonly Exchange[]): string {
  return history.map(({ path, outcome }) => `${path} → ${outcome}`).join('\n');
}

/**
 * Each line, or what was expected in its place where that fits: the head is the same, and the text holds what is expected.
 * So two lists are equal exactly when everything fits, and the difference shows only what does not.
 */
export function fitted(sent: readonly string[], expected: readonly string[]): string[] {
  const wanted = byIncident(expected);
  return byIncident(sent).map((line, index) => (fits(line, wanted[index] ?? '') ? (wanted[index] as string) : line));
}

/** Messages of one incident keep their order; incidents are told side by side. */
export function byIncident(lines: readonly string[]): string[] {
  const number = (line: string): number => Number(/#(\d+)/.exec(line)?.[1] ?? 0);
  return [...lines].sort((a, b) => number(a) - number(b));
}

function fits(line: string, expected: string): boolean {
  const [head, text] = split(line);
  const [wantedHead, wantedText] = split(expected);
  return head === wantedHead && text.includes(wantedText);
}

function split(line: string): [string, string] {
  const at = line.indexOf(': ');
  return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 2)];
}
