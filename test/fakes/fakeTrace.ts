/** A trace as the fakes of tracing systems keep it: a root span in `service`, and one below it for each of `calls`. */
export interface FakeTrace {
  readonly id: string;
  readonly service: string;
  readonly operation: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly hasError: boolean;
  readonly calls: readonly string[];
}
