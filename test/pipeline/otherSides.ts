import { afterSend, planPagerDuty } from '../../src/outbox/plan.ts';
import type { AcceptedState, Decisions, StateRow } from '../../src/pipeline/decision.ts';
import type { NotifyReason } from '../../src/pipeline/notify/notifier.ts';

/** What stands at PagerDuty of one incident: each opening has a key of its own. */
interface Lane {
  accepted: AcceptedState | null;
  readonly pages: Map<number, { status: 'open' | 'resolved'; resolves: number }>;
}

/** Everybody who is told: what was decided reaches them at once, and in order. */
export class OtherSides {
  readonly lanes = new Map<string, Lane>();
  /** By incident and target: why it was told, in order, where each message stands for itself. */
  readonly notes = new Map<string, NotifyReason[]>();
  readonly kept = new Map<string, StateRow>();

  take({ states, notes }: Pick<Decisions, 'states' | 'notes'>): void {
    for (const row of states) {
      if (row.notifier === 'pagerduty') this.send(row);
      else this.kept.set(placeOf(row), row);
    }
    for (const row of notes) this.notes.set(placeOf(row), [...(this.notes.get(placeOf(row)) ?? []), row.reason]);
  }

  /** Whether something of the incident stands there that is not over. */
  stands(place: { readonly incident: number; readonly target: string }): boolean {
    const key = placeOf(place);
    const open = [...(this.lanes.get(key)?.pages.values() ?? [])].some(({ status }) => status === 'open');
    const kept = this.kept.get(key);
    const last = this.notes.get(key)?.at(-1);
    return open || (kept !== undefined && kept.desired.status !== 'resolved') || (last !== undefined && last !== 'resolved');
  }

  private send({ incident, target, desired }: StateRow): void {
    const key = placeOf({ incident, target });
    const lane: Lane = this.lanes.get(key) ?? { accepted: null, pages: new Map() };
    this.lanes.set(key, lane);
    for (let sends = 0; sends < 10; sends += 1) {
      const plan = planPagerDuty(lane.accepted, desired, null, true);
      if (typeof plan === 'string' || !('opening' in plan)) return;
      const page = lane.pages.get(plan.opening) ?? { status: 'open', resolves: 0 };
      if (plan.action === 'resolve') lane.pages.set(plan.opening, { status: 'resolved', resolves: page.resolves + 1 });
      else lane.pages.set(plan.opening, page);
      lane.accepted = afterSend(lane.accepted, plan, desired, null);
    }
    throw new Error(`it never ends: ${key}`);
  }
}

export function placeOf({ incident, target }: { readonly incident: number; readonly target: string }): string {
  return `#${incident} ${target}`;
}
