import { z } from 'zod';
import { type FakeAnswer, type FakeRequest, type FakeServer, startFakeServer } from './fakeServer.ts';
import type { PagerDutyIncident } from './pagerdutyIncident.ts';
import { PagerDutyRestModel } from './pagerdutyRest.ts';

/** An event that was accepted, in order. `effect` is what PagerDuty did with it, which its answer does not tell. */
export interface AcceptedEvent {
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly body: Event;
  readonly effect: 'opened' | 'logged' | 'acknowledged' | 'resolved' | 'dropped';
}

export interface FakePagerDuty extends FakeServer {
  /** What to configure as `pagerduty.events_url`. */
  readonly url: string;
  readonly events: AcceptedEvent[];
  readonly incidents: PagerDutyIncident[];
  open(): PagerDutyIncident[];
  /** The REST API, at the same address. */
  readonly rest: PagerDutyRestModel;
}

const MAX_BYTES = 512_000;

const PAYLOAD = z.strictObject({
  summary: z.string().min(1).max(1024),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  component: z.string().optional(),
  group: z.string().optional(),
  class: z.string().optional(),
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const COMMON = {
  routing_key: z.string().regex(/^[0-9A-Za-z]{32}$/, "Length of 'routing_key' is incorrect (should be 32 characters)"),
};
const DEDUP_KEY = z.string().min(1).max(255);
const EVENT = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...COMMON,
    event_action: z.literal('trigger'),
    dedup_key: DEDUP_KEY.optional(),
    payload: PAYLOAD,
    links: z.array(z.strictObject({ href: z.url({ protocol: /^https?$/ }), text: z.string().optional() })).optional(),
    images: z
      .array(z.strictObject({ src: z.url({ protocol: /^https$/ }), href: z.url().optional(), alt: z.string().optional() }))
      .optional(),
    client: z.string().optional(),
    client_url: z.url().optional(),
  }),
  z.strictObject({ ...COMMON, event_action: z.enum(['acknowledge', 'resolve']), dedup_key: DEDUP_KEY }),
]);
type Event = z.infer<typeof EVENT>;

/**
 * PagerDuty's Events API v2, which refuses what the real one refuses. `place`: the path below which it lives.
 * `perMinute`: how many events one routing key may send in any 60 s before it is answered 429; unlimited without it.
 */
export async function startPagerDuty(options: { place?: string; perMinute?: number } = {}): Promise<FakePagerDuty> {
  const { place, perMinute } = options;
  const model = new PagerDutyModel(perMinute ?? Number.POSITIVE_INFINITY);
  const rest = new PagerDutyRestModel(model.incidents);
  const answer = (request: FakeRequest, violations: string[]): FakeAnswer => {
    if (request.path.startsWith('/incidents')) return rest.answer(request, violations);
    const judged = model.answer(request);
    if (judged.violation !== null) violations.push(judged.violation);
    return judged;
  };
  const server = await startFakeServer({ answer }, place);
  return {
    ...server,
    events: model.events,
    incidents: model.incidents,
    rest,
    open: () => model.incidents.filter((incident) => incident.status !== 'resolved'),
  };
}

type Judged = FakeAnswer & { readonly violation: string | null };

class PagerDutyModel {
  readonly events: AcceptedEvent[] = [];
  readonly incidents: PagerDutyIncident[] = [];
  readonly #perMinute: number;
  readonly #accepted = new Map<string, number[]>();

  constructor(perMinute: number) {
    this.#perMinute = perMinute;
  }

  answer(request: FakeRequest): Judged {
    if (request.path !== '/v2/enqueue') return refused(404, `unexpected path ${request.method} ${request.path}`);
    if (request.method !== 'POST') return refused(405, `unexpected method ${request.method}`);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return refused(400, 'the body is not declared as JSON');
    if (Buffer.byteLength(request.body) > MAX_BYTES)
      return refused(413, `the event has ${Buffer.byteLength(request.body)} bytes`);
    const parsed = EVENT.safeParse(jsonOf(request.body));
    if (!parsed.success) {
      const errors = parsed.error.issues.map((issue) => `'${issue.path.join('.')}': ${issue.message}`);
      return refused(400, errors.join('; '), errors);
    }
    if (/\\u0000|\\ud[89a-f][0-9a-f]{2}/i.test(request.body)) return refused(400, 'the event holds NUL or a lone surrogate');
    if (this.#limited(parsed.data.routing_key)) return { status: 429, body: 'Too Many Requests', violation: null };
    const dedupKey = this.#take(parsed.data);
    return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey }, violation: null };
  }

  #limited(routingKey: string): boolean {
    const now = performance.now();
    const recent = (this.#accepted.get(routingKey) ?? []).filter((at) => now - at < 60_000);
    const limited = recent.length >= this.#perMinute;
    if (!limited) recent.push(now);
    this.#accepted.set(routingKey, recent);
    return limited;
  }

  #take(body: Event): string {
    const dedupKey = body.dedup_key ?? `generated-${this.events.length + 1}`;
    const effect = this.#apply(body, dedupKey);
    this.events.push({ action: body.event_action, routingKey: body.routing_key, dedupKey, body, effect });
    return dedupKey;
  }

  #apply(body: Event, dedupKey: string): AcceptedEvent['effect'] {
    const routingKey = body.routing_key;
    const open = this.incidents.find(
      (one) => one.routingKey === routingKey && one.dedupKey === dedupKey && one.status !== 'resolved',
    );
    if (body.event_action === 'trigger') {
      if (open) {
        open.triggers += 1;
        return 'logged';
      }
      const { summary, severity } = body.payload;
      const number = this.incidents.length + 1;
      this.incidents.push({ number, routingKey, dedupKey, summary, severity, status: 'triggered', triggers: 1 });
      return 'opened';
    }
    // Too late or for nobody: the real one says 202 all the same.
    if (!open) return 'dropped';
    open.status = body.event_action === 'resolve' ? 'resolved' : 'acknowledged';
    return open.status;
  }
}

function refused(status: number, violation: string, errors: readonly string[] = [violation]): Judged {
  const body = { status: 'invalid event', message: 'Event object is invalid', errors };
  return { status, body, violation: `PagerDuty: ${violation}` };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
