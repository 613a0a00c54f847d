import type { Deed } from './killPoint.ts';

/** What a child is told to be, once it has loaded. */
export interface ChildSpec {
  readonly database: { readonly kind: 'pglite'; readonly dataDir: string } | { readonly kind: 'postgres'; readonly url: string };
  /** A tocsin.yml. */
  readonly yaml: string;
  readonly port: number;
  /** How far the child's wall clock is ahead of this machine's. */
  readonly clockAheadMs: number;
  readonly deed: Deed | null;
}

export type ToChild = { readonly start: ChildSpec } | { readonly clockByMs: number } | { readonly ask: 'unfinished' };

export type FromChild =
  | { readonly is: 'loaded' }
  | { readonly is: 'listening' }
  /** What still has to be decided or delivered, in words; empty when nothing. */
  | { readonly is: 'unfinished'; readonly what: readonly string[] };
