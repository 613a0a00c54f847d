import type { Episode } from '../alert/alert.ts';
import type { Incident } from '../incident/incident.ts';
import type { Routed } from './change.ts';
import type { Policy } from './compilePolicy.ts';
import { muted } from './mute.ts';
import type { NotifyReason } from './notify/notifier.ts';
import { tell } from './tell.ts';
import { throttle } from './throttle.ts';
import type { Workspace } from './workspace.ts';

/** Alerts of one incident that receivers are told of now, and in which words. */
export interface Announcement {
  readonly reason: NotifyReason;
  readonly text: string;
  /** What an alert's verdict says, given what the routing tree said. */
  readonly because: (routed: string) => string;
}

/**
 * Tells an incident's receivers of alerts that nothing holds back, gives each alert its verdict, and answers how many of them were
 * kept from everybody by receivers that have had too much. Its targets must be added before.
 */
export function announce(
  work: Workspace,
  incident: Incident,
  routed: readonly (Routed & { readonly episode: Episode })[],
  { reason, text, because }: Announcement,
  policy: Policy,
): number {
  const { silent, because: withheld } = throttle(work, incident, reason, muted(work, incident, routed), policy);
  let kept = 0;
  for (const { episode, targets, because: why } of routed) {
    if (targets.some((target) => !silent.has(target))) work.judge(episode, { do: 'notify', reason, because: because(why) });
    else {
      kept += 1;
      work.judge(episode, { do: 'suppress', by: 'throttle', because: withheld });
    }
  }
  tell(work, incident, reason, text, policy, silent);
  return kept;
}
