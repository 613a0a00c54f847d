import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import { BOUNDS } from './bounds.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import type { Verdict } from './decision.ts';
import { count } from './ledger.ts';
import { muted } from './mute.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { tell } from './tell.ts';
import { throttle } from './throttle.ts';
import type { Trace } from './trace.ts';
import type { TraceMore } from './traceOf.ts';
import type { Workspace } from './workspace.ts';

/** What may come with each alert of an incident of thousands, as a storm's quiet update does; the others come a few times. */
const OFTEN: ReadonlySet<NotifyReason> = new Set(['new_alerts', 'released', 'some_resolved']);

type Told = Routed & { readonly episode: Episode };

export type Heard = Extract<Verdict, { do: 'notify' | 'join' }>;

/** Why an incident's receivers are told now, and in which words. */
export interface Announcement<T> {
  readonly reason: NotifyReason;
  readonly text: string;
  /** What becomes of one of the alerts where somebody hears of it. */
  readonly verdict: (told: T) => Heard;
  /** What its verdict was made of, with what came up here. */
  readonly trace: (told: T, more: TraceMore) => Trace | null;
  /** Some were told before, and are counted by that: it is the caller's to count the others. */
  readonly inBooks?: true;
}

/**
 * Tells an incident's receivers of alerts that nothing holds back, gives each its verdict, and counts it: told, or kept from
 * everybody by receivers that have had too much. The targets must be the incident's already. Answers of how many nobody hears.
 */
export function announce<T extends Told>(
  work: Workspace,
  incident: Incident,
  told: readonly T[],
  { reason, text, verdict, trace, inBooks }: Announcement<T>,
  policy: Policy,
): number {
  let withheld = 0;
  const { silent, because } = throttle(
    work,
    incident,
    reason,
    muted(work, incident, told, policy, OFTEN.has(reason) ? BOUNDS.looked : undefined),
    policy,
  );
  for (const each of told) {
    const throttled = each.targets.filter((target) => silent.has(target));
    if (throttled.length < each.targets.length) {
      const heard = verdict(each);
      work.judge(each.episode, heard, trace(each, throttled.length > 0 ? { throttled } : {}));
      if (!inBooks) count(work.counts, heard.do === 'join' ? 'joined' : 'notified');
    } else {
      const held = { do: 'suppress', by: 'throttle', key: 'throttle', until: null, because } as const;
      work.judge(each.episode, { do: 'suppress', by: 'throttle', because }, trace(each, { held }));
      withheld += 1;
      if (!inBooks) count(work.counts, 'suppressed.throttle');
    }
  }
  tell(work, incident, reason, text, policy, silent);
  return withheld;
}
