import type { Instant } from '../alert/timestamp.ts';
import { OWN_INTEGRATION } from './policy.ts';
import type { Digest } from './throttleState.ts';
import type { Workspace } from './workspace.ts';

/** A receiver gets its digest then. The one that stands for what it was told before is at hand with it. */
export function armDigest(work: Workspace, receiver: string, digest: Digest | null, dueAt: Instant): void {
  const own = digest ? { integration: OWN_INTEGRATION, fingerprint: digest.mark } : { integration: null, fingerprint: null };
  work.setTimer({ key: `throttle:${receiver}`, kind: 'throttle', dueAt, incident: digest?.incident ?? null, ...own });
}
