/** What a generated trace is known to hold, as far as the study reads it. */
export interface Truth {
  readonly params: { readonly days: number };
  readonly incidents: readonly TrueIncident[];
  readonly heartbeatGaps: readonly {
    readonly id: string;
    readonly cluster: string;
    readonly start: string;
    readonly end: string;
  }[];
  readonly alerts: readonly TrueAlert[];
}

export interface TrueIncident {
  readonly id: string;
  readonly type: string;
  readonly cluster: string;
  readonly service?: string;
  readonly severity: string;
  readonly warranted: string;
  readonly started: string;
  readonly resolved: string;
  readonly firstAlertAt: string;
  readonly pageBy: string | null;
  readonly storm?: boolean;
  readonly quietRoot?: boolean;
  readonly recurrenceOf?: string | null;
}

export interface TrueAlert {
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly alertname: string;
  readonly severity: string;
  readonly class: string;
  readonly incident: string | null;
  readonly role: string | null;
  readonly deliveredAt: string | null;
}

export interface Score {
  readonly pages: number;
  readonly warranted: number;
  readonly precision: number | null;
  readonly recall: number;
  readonly missed: readonly string[];
  readonly late: number;
  readonly duplicates: number;
  readonly falsePages: number;
  readonly secondsToPage: { readonly p50: number | null; readonly p90: number | null; readonly max: number | null };
  readonly stormPages: number;
}
