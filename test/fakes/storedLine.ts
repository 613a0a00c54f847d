/** A line as the fakes of log stores hold it. */
export interface StoredLine {
  /** Milliseconds. */
  readonly at: number;
  readonly text: string;
  /** What it is found by. */
  readonly labels: Readonly<Record<string, string>>;
  readonly traceId?: string;
  readonly level?: string;
}
