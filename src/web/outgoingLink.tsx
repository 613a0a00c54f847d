import type { PropsWithChildren } from 'hono/jsx';
import { webAddress } from './webAddress.ts';

/** A link to where something from outside leads, or its words alone where a link may not lead there. */
export function OutgoingLink({ to, children }: PropsWithChildren<{ to: string | null }>) {
  const address = to === null ? null : webAddress(to);
  if (address === null) return <>{children}</>;
  return (
    <a href={address} rel="noreferrer noopener">
      {children}
    </a>
  );
}
