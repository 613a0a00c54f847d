import { describe, expect, it } from 'vitest';
import { severityRank } from '../../src/alert/severity.ts';
import type { Target } from '../../src/pipeline/policy.ts';
import { aPolicy, aTarget } from './aPolicy.ts';
import { webhookEntry } from './memory.ts';
import { Stage } from './stage.ts';
import { webhookOf } from './traceMoves.ts';

const target = (notifier: Target['notifier'], more: Partial<Target> = {}): Target => aTarget('oncall', notifier, more);

const labels = { alertname: 'Down', severity: 'critical' };
const alert = (status: string, startsAt: string) => ({
  status,
  startsAt,
  endsAt: '2026-03-02T10:05:00Z',
  labels,
  fingerprint: 'f1',
});
const START = '2026-03-02T10:00:00Z';

function told(targets: Target[], { opening = 1, hasFiles = true, over = false } = {}) {
  const rules = aPolicy([targets]);
  const stage = new Stage(rules);
  stage.take(webhookEntry(webhookOf([alert('firing', START)] as never), rules));
  if (over) stage.take(webhookEntry(webhookOf([alert('resolved', START)] as never), rules));
  const { states, notes, timeline } = stage.take({ kind: 'evidence', incident: 1, opening, text: 'loki: 3 patterns', hasFiles });
  return {
    states: states.map(({ target: id, reason }) => `${id} ${reason}`),
    notes: notes.map(({ target: id, note }) => `${id} ${note.reason}: ${note.text}`),
    said: timeline.map(({ type, text }) => `${type}: ${text}`),
  };
}

describe('evidence that has come', () => {
  it('puts the message in Slack right, and sends its files to the thread', () => {
    expect(told([target('slack')])).toEqual({
      states: ['oncall/slack/0 evidence'],
      notes: ['oncall/slack/0 evidence: loki: 3 patterns'],
      said: ['evidence: loki: 3 patterns'],
    });
    expect(told([target('slack')], { hasFiles: false }).notes).toEqual([]);
  });

  it('becomes a note at PagerDuty where there is a token for notes, and no event', () => {
    expect(told([target('pagerduty')])).toMatchObject({ states: [], notes: [] });
    const withToken = told([target('pagerduty', { takesNotes: true })]);
    expect(withToken).toMatchObject({ states: [], notes: ['oncall/pagerduty/0 evidence: loki: 3 patterns'] });
  });

  it('waits for every page that is due', () => {
    const rules = aPolicy([[target('slack'), target('pagerduty', { takesNotes: true })]]);
    const stage = new Stage(rules);
    const { states } = stage.take(webhookEntry(webhookOf([alert('firing', START)] as never), rules));
    const { notes } = stage.take({ kind: 'evidence', incident: 1, opening: 1, text: 'loki: 3 patterns', hasFiles: true });
    const info = severityRank('info');
    expect(states.every(({ priority }) => priority <= info)).toBe(true);
    expect(notes.map(({ priority }) => priority > info)).toEqual([true, true]);
  });

  it('is printed on the console, and not sent to webhooks', () => {
    expect(told([target('console'), target('webhook')]).notes).toEqual(['oncall/console/0 evidence: loki: 3 patterns']);
  });

  it('of an earlier opening, or of what is over, is told nobody', () => {
    const nobody = { states: [], notes: [], said: [] };
    expect(told([target('slack')], { opening: 2 })).toEqual(nobody);
    expect(told([target('slack')], { over: true })).toEqual(nobody);
  });
});
