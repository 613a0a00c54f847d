import { describe, expect, it } from 'vitest';
import { type DrawnEvidence, LiveGraphs } from '../../src/enrichment/liveGraphs.ts';
import type { Found, Looker } from '../../src/enrichment/looker.ts';
import { SourceError } from '../../src/pipeline/enrich/sourceError.ts';
import type { Subject } from '../../src/pipeline/enrich/subject.ts';
import { fakeClock } from '../fakeClock.ts';
import { evidenceOf, graphContent, redacted } from '../pipeline/notify/evidenceViews.ts';
import { alertView, incidentView, START } from '../pipeline/notify/views.ts';

const MINUTE = 60_000;
const DRAWN = evidenceOf({ id: 'e-graph', kind: 'graph', source: 'prometheus', content: graphContent() }) as DrawnEvidence;

function graphsOver(answer: () => Partial<Found>) {
  const clock = fakeClock(START + 10 * MINUTE);
  const subjects: Subject[] = [];
  const looker: Looker = {
    ...{ kind: 'graph', name: 'prometheus', timeoutMs: 1_000 },
    look: async (subject) => {
      subjects.push(subject);
      const window = { from: START, to: subject.now };
      return { ...{ status: 'found', because: null, query: null, content: graphContent(), file: null }, ...window, ...answer() };
    },
  };
  let all: readonly Looker[] = [looker];
  const lookers = () => ({ all, window: { beforeMs: 5 * MINUTE, afterMs: MINUTE }, redact: redacted });
  const remove = (): void => {
    all = [];
  };
  return { graphs: new LiveGraphs({ clock, lookers }), clock, subjects, remove };
}

describe('a graph as it is now', () => {
  it('is asked for once for all who look, and again after a moment', async () => {
    const { graphs, clock, subjects } = graphsOver(() => ({}));
    const [one, other] = await Promise.all([graphs.draw(DRAWN, incidentView()), graphs.draw(DRAWN, incidentView())]);
    expect(subjects).toHaveLength(1);
    expect(one).toEqual(other);
    expect(one).toMatchObject({ asOf: clock.now(), because: null, window: { to: clock.now() } });
    clock.advance(14_999);
    await graphs.draw(DRAWN, incidentView());
    expect(subjects).toHaveLength(1);
    clock.advance(1);
    await graphs.draw(DRAWN, incidentView());
    expect(subjects).toHaveLength(2);
  });

  it('speaks of the alert that was drawn, whichever stands first now, and of when that fired', async () => {
    const { graphs, subjects } = graphsOver(() => ({ content: graphContent({ firedAt: 1 }) }));
    const drawn = alertView({ generatorUrl: 'http://prom/drawn', startsAt: new Date(DRAWN.content.firedAt).toISOString() });
    const view = incidentView({ alerts: [alertView({ startsAt: '2026-03-04T01:00:00Z' }), drawn] });
    const { content } = await graphs.draw(DRAWN, view);
    expect(subjects[0]).toMatchObject({ generatorUrl: 'http://prom/drawn', startedAt: DRAWN.content.firedAt });
    expect(content.firedAt).toBe(DRAWN.content.firedAt);
  });

  it('of what is over ends a little later', async () => {
    const { graphs, clock, subjects } = graphsOver(() => ({}));
    clock.advance(60 * MINUTE);
    await graphs.draw(DRAWN, incidentView({ status: 'resolved', resolvedAt: START + 20 * MINUTE }));
    expect(subjects[0]?.now).toBe(START + 25 * MINUTE);
  });

  it.each([
    [
      'timed out after 3 s',
      () => {
        throw new SourceError('timed out after 3 s', 'timeout');
      },
    ],
    ['it has nothing to draw now', () => ({ status: 'nothing' as const, content: null })],
  ])('is shown as it was where %s', async (because, answer) => {
    const { graphs } = graphsOver(answer);
    const { from, to, askedAt, content } = DRAWN;
    expect(await graphs.draw(DRAWN, incidentView())).toEqual({ content, window: { from, to }, asOf: askedAt, because });
  });

  it('is shown as it was where its source is configured no more', async () => {
    const { graphs, remove, subjects } = graphsOver(() => ({}));
    remove();
    expect(await graphs.draw(DRAWN, incidentView())).toMatchObject({
      because: 'prometheus is not asked any more',
      asOf: DRAWN.askedAt,
    });
    expect(subjects).toEqual([]);
  });

  it('leaves a source alone that is in trouble', async () => {
    const { graphs, clock, subjects } = graphsOver(() => {
      throw new SourceError('cannot be reached', 'unreachable');
    });
    for (let i = 0; i < 10; i += 1) {
      await graphs.draw(DRAWN, incidentView());
      clock.advance(15_000);
    }
    expect(subjects.length).toBeLessThan(7);
  });
});
