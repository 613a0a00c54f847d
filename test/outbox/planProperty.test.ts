import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isWorse, SEVERITIES, type Severity } from '../../src/alert/severity.ts';
import { afterSend, openingInDoubt, type PlannedSend, planPagerDuty } from '../../src/outbox/plan.ts';
import type { AcceptedState, Attempt, DesiredState } from '../../src/pipeline/decision.ts';

/** What happens next: the incident changes, or what is planned is sent and ends so; `meanwhile` changes it while the send is under way. */
type Step =
  | { readonly change: Change }
  | { readonly send: 'taken' | 'taken, unheard' | 'lost' | 'refused'; readonly meanwhile: Change | null };
type Change = { readonly to: 'acknowledge' | 'resolve' | 'fire'; readonly severity: Severity };

/** The incident as the engine moves it. */
function moved(state: DesiredState, { to, severity }: Change): DesiredState {
  const { opening, status } = state;
  if (to === 'resolve') return { ...state, status: 'resolved' };
  if (to === 'acknowledge') return status === 'triggered' ? { ...state, status: 'acknowledged' } : state;
  if (status === 'resolved') return { opening: opening + 1, status: 'triggered', severity };
  if (!isWorse(severity, state.severity)) return state;
  return status === 'acknowledged' ? { opening: opening + 1, status: 'triggered', severity } : { ...state, severity };
}

/** PagerDuty: by opening, what stands there. A trigger of a resolved key opens another incident. */
class OtherSide {
  readonly shown = new Map<number, { status: string; severity: Severity }>();
  readonly mistakes: string[] = [];

  take({ action, opening }: { action: string; opening: number }, severity: Severity): void {
    const there = this.shown.get(opening);
    if (action === 'trigger') {
      if (there?.status === 'resolved') this.mistakes.push(`trigger ${opening} after its resolve`);
      this.shown.set(opening, { status: there?.status === 'acknowledged' ? 'acknowledged' : 'triggered', severity });
    } else if (there && there.status !== 'resolved') {
      there.status = action === 'resolve' ? 'resolved' : 'acknowledged';
    }
  }
}

class Row {
  desired: DesiredState = { opening: 1, status: 'triggered', severity: 'warning' };
  accepted: AcceptedState | null = null;
  attempt: Attempt | null = null;
  readonly other = new OtherSide();

  change(change: Change): void {
    this.desired = moved(this.desired, change);
  }

  /** Sends what is planned; false when nothing is. */
  send(outcome: 'taken' | 'taken, unheard' | 'lost' | 'refused', meanwhile: Change | null): boolean {
    const { desired, accepted, attempt: before } = this;
    const plan = planPagerDuty(accepted, desired, before, true);
    if (plan === 'done' || plan === 'superseded') this.attempt = null;
    if (typeof plan === 'string') return false;
    const send = plan as PlannedSend & { opening: number };
    this.attempt = { action: send.action, opening: send.opening, since: 0 };
    if (meanwhile) this.change(meanwhile);
    if (outcome === 'taken' || outcome === 'taken, unheard') this.other.take(send, desired.severity);
    if (outcome === 'taken') {
      this.accepted = afterSend(accepted, send, desired, null);
      this.attempt = null;
    }
    // A refusal says nothing of an earlier attempt whose end is not known.
    const wasInDoubt = before?.action === send.action && before.opening === send.opening;
    const endsADoubt = send.action === 'resolve' && openingInDoubt(accepted, this.attempt) !== null;
    if (outcome === 'refused' && !wasInDoubt && !endsADoubt) this.attempt = null;
    return true;
  }
}

const change = fc.record({ to: fc.constantFrom('acknowledge', 'resolve', 'fire'), severity: fc.constantFrom(...SEVERITIES) });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ change }),
  fc.record({
    send: fc.constantFrom('taken', 'taken, unheard', 'lost', 'refused'),
    meanwhile: fc.option(change, { freq: 3 }),
  }),
) as fc.Arbitrary<Step>;

it('shows at PagerDuty what is desired, whatever was changed, refused or lost on the way', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const row = new Row();
      for (const each of steps) {
        if ('change' in each) row.change(each.change);
        else row.send(each.send, each.meanwhile);
      }
      let sends = 0;
      while (row.send('taken', null)) expect(++sends).toBeLessThan(20);
      expect(row.other.mistakes).toEqual([]);
      const open = [...row.other.shown].filter(([, { status }]) => status !== 'resolved');
      const { opening, status, severity } = row.desired;
      expect(open).toEqual(status === 'resolved' ? [] : [[opening, { status, severity }]]);
    }),
    { numRuns: 3_000 },
  );
});
