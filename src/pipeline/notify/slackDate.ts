import { type Instant, rfc3339 } from '../../alert/timestamp.ts';

const FORMAT = {
  full: '{date_short_pretty} {time_secs}',
  minute: '{time}',
  second: '{time_secs}',
} as const;

/** A moment, for a `mrkdwn` object: Slack shows it in each reader's own time zone. */
export function slackDate(instant: Instant, format: keyof typeof FORMAT = 'full'): string {
  return `<!date^${Math.floor(instant / 1000)}^${FORMAT[format]}|${rfc3339(instant)}>`;
}
