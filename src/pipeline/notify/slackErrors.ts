import { DeliveryError, type DeliveryReason } from './deliveryError.ts';

/** The other side of one channel or message is no more. */
const TARGET_GONE = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'message_not_found',
  'thread_not_found',
  'cant_update_message',
  'edit_window_closed',
  'restricted_action',
  'restricted_action_read_only_channel',
]);

/** Nothing of ours is taken until a person acts. */
const AUTH = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'access_denied',
  'org_login_required',
  'ekm_access_denied',
]);

const RATE = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);
const NOT_DONE = new Set(['service_unavailable', 'team_added_to_org']);
/** Slack says of these that a part may have succeeded. */
const HALF_DONE = new Set(['internal_error', 'fatal_error', 'request_timeout']);

/** What one of Slack's error words (the `error` of an answer that is not `ok`) means for a delivery. */
export function slackError(method: string, word: string): DeliveryError {
  const { reason, retryable, unknown, remedy } = meaning(word);
  return new DeliveryError(`Slack refused ${method}: ${word}${remedy}`, { reason, retryable, unknown, status: 200 });
}

interface Meaning {
  readonly reason: DeliveryReason;
  readonly retryable: boolean;
  readonly unknown: boolean;
  readonly remedy: string;
}

function meaning(word: string): Meaning {
  if (TARGET_GONE.has(word)) return { reason: 'target_gone', retryable: false, unknown: false, remedy: remedyFor(word) };
  if (AUTH.has(word)) return { reason: 'auth', retryable: false, unknown: false, remedy: remedyFor(word) };
  if (RATE.has(word)) return { reason: 'rate_limited', retryable: true, unknown: false, remedy: '' };
  if (NOT_DONE.has(word)) return { reason: 'server_error', retryable: true, unknown: false, remedy: '' };
  if (HALF_DONE.has(word)) return { reason: 'server_error', retryable: true, unknown: true, remedy: '' };
  return { reason: 'client_error', retryable: false, unknown: false, remedy: '' };
}

function remedyFor(word: string): string {
  if (word === 'not_in_channel') return '; invite the app to the channel (/invite)';
  if (word === 'channel_not_found') return '; check the channel in slack_configs, and invite the app if it is private';
  if (word === 'missing_scope') return '; add the scope to the app and install it again';
  return AUTH.has(word) ? '; check slack.bot_token' : '';
}
