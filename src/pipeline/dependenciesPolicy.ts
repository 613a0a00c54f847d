/** What depends on a service joins its incident for `windowMs` after the last alert of either, over at most `depth` steps. */
export interface DependenciesPolicy {
  readonly windowMs: number;
  readonly depth: number;
  /** How far apart the symptoms of services may be that depend on one and the same thing; null: they are strangers. */
  readonly siblingsMs: number | null;
  /** For so long after an incident began, what it stands on joins it; not set: for as long as the window. */
  readonly causesMs?: number;
}
