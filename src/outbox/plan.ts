import { isWorse } from '../alert/severity.ts';
import type { AcceptedState, Attempt, DesiredState } from '../pipeline/decision.ts';
import type { MessageRef } from '../pipeline/notify/notifier.ts';

export type PlannedSend =
  | { readonly action: 'trigger' | 'acknowledge' | 'resolve'; readonly opening: number }
  | { readonly action: 'post' }
  | { readonly action: 'update'; readonly message: MessageRef };

export type Plan = PlannedSend | 'done' | 'superseded';

/**
 * The next thing to send so that PagerDuty comes to show what is desired. A trigger and its acknowledgement both go out;
 * an incident that is over before its trigger left is not told at all; a trigger is never sent once its resolve is desired,
 * because over there it would open an incident that nobody closes. What may have been opened by a send of whose end nothing is
 * known is closed before anything else takes its place.
 */
export function planPagerDuty(
  accepted: AcceptedState | null,
  desired: DesiredState,
  doubt: Attempt | null,
  sendResolved: boolean,
): Plan {
  const { opening } = desired;
  const perhapsOpen = openingInDoubt(accepted, doubt);
  if (perhapsOpen !== null && perhapsOpen < opening) return { action: 'resolve', opening: perhapsOpen };
  if (desired.status === 'resolved') return planEnd(accepted, perhapsOpen, sendResolved);
  if (!accepted || accepted.opening < opening) return { action: 'trigger', opening };
  const [stale] = accepted.stale;
  if (stale !== undefined) return { action: 'resolve', opening: stale };
  if (accepted.status === 'resolved') return 'done';
  if (desired.status === 'acknowledged' && accepted.status === 'triggered') return { action: 'acknowledge', opening };
  // The same key again: a log entry over there, with the worse severity, and no second page.
  if (isWorse(desired.severity, accepted.severity)) return { action: 'trigger', opening };
  return 'done';
}

function planEnd(accepted: AcceptedState | null, perhapsOpen: number | null, sendResolved: boolean): Plan {
  if (perhapsOpen !== null) return sendResolved ? { action: 'resolve', opening: perhapsOpen } : 'done';
  if (!accepted) return 'superseded';
  const [stale] = accepted.stale;
  if (stale !== undefined) return { action: 'resolve', opening: stale };
  if (accepted.status === 'resolved' || !sendResolved) return 'done';
  return { action: 'resolve', opening: accepted.opening };
}

/** The opening that an attempt may have opened over there, or may have failed to close, although nothing of it was accepted. */
export function openingInDoubt(accepted: AcceptedState | null, doubt: Attempt | null): number | null {
  return doubt !== null && doubt.opening > (accepted?.opening ?? 0) ? doubt.opening : null;
}

/** The next thing to send so that one Slack message shows the incident as it is. */
export function planSlack(
  accepted: AcceptedState | null,
  desired: DesiredState,
  isCurrent: boolean,
  doubt: Attempt | null,
): Plan {
  if (!accepted?.message) return desired.status === 'resolved' && !doubt ? 'superseded' : { action: 'post' };
  return isCurrent ? 'done' : { action: 'update', message: accepted.message };
}

/** What the other side shows after it has taken a send. */
export function afterSend(
  accepted: AcceptedState | null,
  send: PlannedSend,
  desired: DesiredState,
  message: MessageRef | null,
): AcceptedState {
  const kept = { stale: accepted?.stale ?? [], message: message ?? accepted?.message ?? null };
  const { opening, severity, status } = desired;
  switch (send.action) {
    case 'trigger': {
      const renewed = accepted !== null && accepted.opening < send.opening && accepted.status !== 'resolved';
      const stale = renewed ? [...kept.stale, accepted.opening] : kept.stale;
      return { ...kept, opening: send.opening, status: 'triggered', severity, stale };
    }
    case 'acknowledge':
      return { ...kept, opening: send.opening, status: 'acknowledged', severity: accepted?.severity ?? severity };
    case 'resolve': {
      const others = kept.stale.filter((each) => each !== send.opening);
      if (accepted && send.opening < accepted.opening) return { ...accepted, stale: others };
      const isLeftOpen = accepted !== null && accepted.opening < send.opening && accepted.status !== 'resolved';
      const stale = isLeftOpen ? [...others, accepted.opening] : others;
      return { ...kept, opening: send.opening, status: 'resolved', severity: accepted?.severity ?? severity, stale };
    }
    case 'post':
    case 'update':
      return { ...kept, opening, status, severity };
  }
}
