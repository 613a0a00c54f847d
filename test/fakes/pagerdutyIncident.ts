/** An incident as PagerDuty would show it: one alert of one integration key. */
export interface PagerDutyIncident {
  readonly number: number;
  readonly routingKey: string;
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  /** How many triggers it has taken; every one after the first is only a log entry. */
  triggers: number;
}
