/** Where a child of the fault tests can be struck. The names are the test's own: the program knows nothing of them. */
export const KILL_POINTS = [
  'startup',
  'intake.before_commit',
  'intake.after_commit',
  'engine.before_commit',
  'engine.after_commit',
  'timer.before_commit',
  'timer.after_commit',
  'claim.before',
  'claim.after',
  'settle.begin',
  'settle.before_commit',
  'settle.after_commit',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Strikes when `point` is passed for the `pass`-th time (1 is the first). SIGSTOP makes a zombie that can be woken again. */
export interface Deed {
  readonly point: KillPoint;
  readonly pass: number;
  readonly signal?: 'SIGKILL' | 'SIGSTOP';
}
