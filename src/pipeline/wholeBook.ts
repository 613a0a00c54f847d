import type { Facts } from './decision.ts';

/**
 * The incidents of which every firing alert is at hand. Where one is asked for that is not, the batch is decided once more with
 * it: most batches look at none, so that nothing is loaded for what may never be asked.
 */
export class WholeBook {
  private readonly loaded: Facts['whole'];
  private readonly firstNew: number;
  private readonly missing = new Set<number>();

  constructor({ whole, nextIncident }: Pick<Facts, 'whole' | 'nextIncident'>) {
    this.loaded = whole;
    this.firstNew = nextIncident;
  }

  /** All of an incident is looked at from here on. What began in this batch is at hand. */
  need(incident: number): void {
    if (incident < this.firstNew && !this.loaded.has(incident)) this.missing.add(incident);
  }

  /** Empty: what was decided stands. */
  get wanted(): readonly number[] {
    return [...this.missing];
  }
}
