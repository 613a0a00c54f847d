import { z } from 'zod';
import type { FakeAnswer, FakeRequest } from './fakeServer.ts';
import type { PagerDutyIncident } from './pagerdutyIncident.ts';

/** What REST shows, and takes, of the incidents that events have opened. */
export class PagerDutyRestModel {
  readonly token = 'u+fakeApiToken0001';
  readonly from = 'oncall@example.org';
  /** So often the list is still without what was opened: the real one needs a moment. */
  hidden = 0;
  readonly notes: { readonly incident: string; readonly content: string }[] = [];
  readonly #incidents: readonly PagerDutyIncident[];

  constructor(incidents: readonly PagerDutyIncident[]) {
    this.#incidents = incidents;
  }

  answer(request: FakeRequest, violations: string[]): FakeAnswer {
    const { headers } = request;
    const refuse = (status: number, message: string, code = 2001): FakeAnswer => {
      violations.push(`PagerDuty REST: ${status} ${message}`);
      return { status, body: { error: { message, code, errors: [message] } } };
    };
    if (headers.authorization !== `Token token=${this.token}`) {
      const hasForm = /^Token token=\S+$/.test(headers.authorization ?? '');
      if (!hasForm) return refuse(401, `Authorization is not of the form Token token=…: ${headers.authorization}`);
      return { status: 401, body: { error: { message: 'Account Not Found', code: 2010 } } };
    }
    if (headers.accept !== 'application/vnd.pagerduty+json;version=2') return refuse(406, `Accept: ${headers.accept}`);
    const url = new URL(request.path, 'http://fake');
    const noted = /^\/incidents\/(PFAKE\d{3})\/notes$/.exec(url.pathname)?.[1];
    if (request.method === 'GET' && url.pathname === '/incidents') return this.#list(url.searchParams, refuse);
    if (noted === undefined) return refuse(404, `${request.method} ${request.path}`);
    if (!this.#incidents.some((incident) => idOf(incident) === noted))
      return { status: 404, body: { error: { message: 'Not Found', code: 2100 } } };
    if (request.method === 'GET') return { status: 200, body: { notes: this.#of(noted) } };
    if (request.method !== 'POST') return refuse(405, request.method);
    return this.#note(noted, request, refuse);
  }

  #list(query: URLSearchParams, refuse: (status: number, message: string) => FakeAnswer): FakeAnswer {
    const unknown = [...query.keys()].filter((key) => !['incident_key', 'statuses[]', 'limit'].includes(key));
    if (unknown.length > 0 || Number(query.get('limit')) > 100) return refuse(400, `query ${query}`);
    const statuses = query.getAll('statuses[]');
    if (!statuses.every((status) => ['triggered', 'acknowledged', 'resolved'].includes(status)))
      return refuse(400, `query ${query}`);
    if (this.hidden > 0) {
      this.hidden -= 1;
      return { status: 200, body: { incidents: [], limit: 25, offset: 0, more: false } };
    }
    const found = this.#incidents.filter(
      ({ dedupKey, status }) => dedupKey === query.get('incident_key') && statuses.includes(status),
    );
    const incidents = found.map((each) => ({ id: idOf(each), type: 'incident', status: each.status, summary: each.summary }));
    return { status: 200, body: { incidents, limit: 25, offset: 0, more: false } };
  }

  #note(incident: string, request: FakeRequest, refuse: (status: number, message: string) => FakeAnswer): FakeAnswer {
    if (request.headers.from !== this.from) return refuse(400, `Requester User Not Found: ${request.headers.from}`);
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return refuse(400, 'the body is not declared as JSON');
    const body = z.strictObject({ note: z.strictObject({ content: z.string().min(1).max(25_000) }) });
    const parsed = body.safeParse(JSON.parse(request.body));
    if (!parsed.success) return refuse(400, parsed.error.message);
    this.notes.push({ incident, content: parsed.data.note.content.trim() });
    return { status: 200, body: { note: this.#of(incident).at(-1) } };
  }

  #of(incident: string): object[] {
    const here = this.notes.filter((note) => note.incident === incident);
    return here.map(({ content }, nth) => ({ id: `PNOTE${nth}`, content, user: { summary: this.from } }));
  }
}

function idOf({ number }: PagerDutyIncident): string {
  return `PFAKE${String(number).padStart(3, '0')}`;
}
