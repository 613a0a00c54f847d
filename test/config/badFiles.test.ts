// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the messages are about ${NAME}
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/config/configError.ts';
import { loadConfig } from '../../src/config/load.ts';
import { formatProblem, type Problem } from '../../src/config/problem.ts';

const DIR = join(import.meta.dirname, 'bad');

/** The file holds one mistake, which is its name; file, line, path, what is said of it. */
const MISTAKES: readonly (readonly [file: string, line: number, path: string, said: string])[] = [
  ['yaml-quote-not-closed', 4, '', 'not valid YAML: a quote, comma, colon or bracket is missing'],
  ['yaml-tab', 2, '', 'not valid YAML: a tab is used as indentation'],
  ['yaml-bracket-not-closed', 4, '', 'not valid YAML: the indentation is wrong, or a bracket is not closed'],
  ['yaml-two-documents', 2, '', 'not valid YAML: a second document begins (leave out the line ---)'],
  ['yaml-not-a-mapping', 1, '', 'the file must hold a mapping'],
  ['yaml-duplicate-key', 5, 'repeat_interval', 'the key stands twice, first in line 2'],
  ['yaml-custom-tag', 2, 'server.external_url', 'the tag !env is not known'],
  [
    'yaml-alias-without-anchor',
    4,
    'integrations[0].token',
    'begins with * and so stands for an anchor, which is not there (put the text in quotes)',
  ],
  ['yaml-alias-of-itself', 4, 'grouping[0].matchers[1]', 'stands for something that it is itself a part of'],
  ['yaml-merge-key', 2, 'route["<<"]', 'merge keys are not part of YAML 1.2'],
  ['unknown-key', 3, 'route.reciever', 'the key is not known (did you mean receiver?)'],
  ['unknown-key-at-the-top', 2, 'integration', 'the key is not known (did you mean integrations?)'],
  [
    'unknown-key-of-a-notifier',
    5,
    'receivers[0].console_configs[0].color',
    'the key is not known (known here: send_resolved, urgency)',
  ],
  ['unknown-key-of-a-later-version', 2, 'telemetry.otlp_endpoint', 'the key is not known (known here: log_level)'],
  ['urgency-behind-a-wall', 4, 'urgency.rules[1]', 'is never reached: urgency.rules[0] has no matchers, kind or when (put'],
  [
    'urgency-when-half',
    3,
    'urgency.rules[0].when',
    'says services, and not within what time (write { services: 3, within: 15m })',
  ],
  ['urgency-unknown-kind', 3, 'urgency.rules[0].kind', '"sympton" is not a kind (did you mean symptom?)'],
  [
    'inhibit-without-source-matchers',
    3,
    'noise.inhibit_rules[0].source_matchers',
    'are missing: the rule would hold for every alert (say which alerts are meant)',
  ],
  [
    'inhibit-without-target-matchers',
    3,
    'noise.inhibit_rules[0].target_matchers',
    'are missing: the rule would hold for every alert (say which alerts are meant)',
  ],
  [
    'inhibit-matcher-regex',
    4,
    'noise.inhibit_rules[0].target_matchers[0]',
    'the regex "(a)\\\\1" is refused: invalid escape sequence at "\\\\1" (regexes are RE2, without lookaround and back-references)',
  ],
  ['flapping-too-few-changes', 2, 'noise.flapping.changes', 'must be at least 3 (write a whole number'],
  [
    'flapping-window-too-long',
    2,
    'noise.flapping.window',
    'is longer than 7d: rules remember no further back (write 7d or less)',
  ],
  ['storm-without-window', 2, 'noise.storm.window', 'is missing'],
  ['dependency-unknown', 2, 'services[0].depends_on[0]', 'there is no service named "postgress" (did you mean "postgres"?)'],
  ['kinds-without-matchers', 2, 'kinds[0].matchers', 'is empty: every alert would be of this kind'],
  ['receiver-urgency-empty', 4, 'receivers[0].console_configs[0].urgency', 'is empty: it would never be told anything'],
  ['group-by-on-a-route', 3, 'route.group_by', 'grouping is a section of its own'],
  ['listen-without-port', 1, 'server.listen', '"localhost" is not an address to listen on (write host:port'],
  ['listen-port-too-high', 2, 'server.listen', '"127.0.0.1:70000" is not an address to listen on'],
  ['external-url-with-password', 2, 'server.external_url', 'is not a plain http:// or https:// address'],
  ['max-body-not-a-size', 2, 'server.max_body', '"64 megs" is not a size (write it as in 512KiB or 64MiB)'],
  ['allow-anonymous-as-text', 2, 'server.allow_anonymous', 'must be true or false, not text'],
  ['token-role', 3, 'server.api_tokens[0].role', 'must be one of viewer, responder, admin (did you mean responder?)'],
  ['token-name-twice', 4, 'server.api_tokens[1].name', 'there is another token named "ci" above'],
  ['token-twice', 4, 'server.api_tokens[1].token', 'the same token has another name and role above'],
  ['token-as-number', 3, 'server.api_tokens[0].token', 'must be text, not a number (put it in quotes)'],
  ['token-environment-unset', 5, 'server.api_tokens[0].token', '${NOT_SET_ANYWHERE} is not set in the environment'],
  ['token-file-missing', 4, 'integrations[0].token_file', 'no-such-secret.txt cannot be read: there is none'],
  ['token-beside-token-file', 5, 'integrations[0].token_file', 'stands beside token'],
  ['environment-reference-malformed', 2, 'server.external_url', 'holds a ${ that is not of the form ${NAME}'],
  ['environment-unset-in-a-list', 2, 'grouping[0].matchers[0]', 'an element of a list cannot be left out'],
  ['database-url', 2, 'database.url', 'is not the address of a Postgres database'],
  ['integration-type', 3, 'integrations[0].type', 'must be one of alertmanager, prometheus'],
  ['integration-named-tocsin', 2, 'integrations[0].name', "tocsin is where Tocsin's own alarms come from"],
  ['integration-name-twice', 3, 'integrations[1].name', 'there is another integration named "prod" above'],
  ['integration-name-with-slash', 2, 'integrations[0].name', 'it is part of an address'],
  ['integration-without-credential', 2, 'integrations[0]', 'has no credential, so anybody could send alerts'],
  ['integration-label-as-number', 2, 'integrations[0].labels.zone', 'must be text, not a number (put it in quotes)'],
  ['silence-max-duration', 1, 'silences.max_duration', '0s is no time at all (write it as in 30m, 12h or 30d)'],
  ['severity-unknown', 1, 'severities.page', 'must be one of critical, error, warning, info (did you mean critical?)'],
  ['severity-twice', 3, 'severities.page', 'upper and lower case are one'],
  ['grouping-unreachable', 3, 'grouping[1]', 'is never reached: the rule before it has no matchers'],
  ['grouping-group-by-empty', 2, 'grouping[0].group_by', 'is empty: everything would be one incident'],
  ['grouping-group-by-word', 2, 'grouping[0].group_by', 'is neither `sender` nor a list'],
  ['grouping-group-by-all-and-more', 2, 'grouping[0].group_by', "has '...', which is every label, beside other labels"],
  ['grouping-group-wait', 2, 'grouping[0].group_wait', '"5 minutes" is not a duration (write it as in 30s, 5m, 1h30m or 1d)'],
  ['grouping-reopen-window-as-number', 2, 'grouping[0].reopen_window', '600 is not a duration'],
  ['repeat-interval', 1, 'repeat_interval', '"four hours" is not a duration'],
  [
    'maintenance-ends-before-it-starts',
    3,
    'maintenance[0].end',
    '2026-12-01T21:00:00.000Z is not after its start, 2026-12-01T22:00:00.000Z (put the end after the start)',
  ],
  [
    'maintenance-of-everything',
    4,
    'maintenance[0].matchers',
    'cluster=~".*" takes everything: nobody would be told of anything (name what is worked on, as in cluster="eu-1"; who means',
  ],
  ['maintenance-matchers-empty', 2, 'maintenance[0].matchers', 'is empty: nobody would be told of anything (name what'],
  [
    'heartbeat-of-everything',
    2,
    'heartbeats[0].matchers',
    'alertname=~".*" takes everything: every alert would be a heartbeat, and open no incident (name the alert that must',
  ],
  ['heartbeat-of-every-name', 2, 'heartbeats[0].matchers', 'alertname=~".+", severity=~".*" takes everything: every alert'],
  ['heartbeat-of-all-but-one', 2, 'heartbeats[0].matchers', 'alertname!="DiskFull" takes what it does not name: nearly every'],
  [
    'urgency-behind-every-kind',
    4,
    'urgency.rules[1]',
    'is never reached: urgency.rules[0] takes everything, of every kind (put that one last, or give it matchers, a kind or when)',
  ],
  ['urgency-behind-matchers-of-everything', 4, 'urgency.rules[1]', 'is never reached: urgency.rules[0] takes everything'],
  ['grouping-behind-matchers-of-everything', 3, 'grouping[1]', 'is never reached: the rule before it takes everything (put'],
  ['maintenance-without-offset', 2, 'maintenance[0].start', '"2026-12-01 22:00" is not a moment'],
  ['changes-without-hold', 2, 'noise.changes.hold', 'is missing'],
  ['changes-window-of-no-time', 2, 'noise.changes.window', '0s is no time at all (write it as in 15m)'],
  ['throttle-of-nothing', 4, 'noise.throttle.notifications', 'is no number of notifications (write a whole number from 1 on'],
  ['hold-down-without-time', 3, 'noise.hold_down[0].for', 'is missing'],
  ['heartbeat-every-zero', 2, 'heartbeats[0].every', '0s is no time at all (write how often it comes'],
  ['heartbeat-without-matchers', 2, 'heartbeats[0].matchers', 'is missing'],
  ['heartbeat-matchers-empty', 2, 'heartbeats[0].matchers', 'is empty: every alert would be a heartbeat'],
  ['heartbeat-name-twice', 3, 'heartbeats[1].name', 'there is another heartbeat named "watchdog" above'],
  ['heartbeat-name-with-colon', 2, 'heartbeats[0].name', 'must be letters, digits, dots, dashes'],
  ['heartbeat-by-severity', 2, 'heartbeats[0].by[1]', 'severity is a label that the incident of its absence has of its own'],
  ['heartbeat-severity', 2, 'heartbeats[0].severity', 'must be one of critical, error, warning, info'],
  ['route-without-receiver', 1, 'route.receiver', 'is missing (the root must have a receiver'],
  ['route-root-with-matchers', 3, 'route.matchers', 'the root takes everything and can have none'],
  [
    'route-unknown-time-interval',
    6,
    'route.routes[0].mute_time_intervals[0]',
    'there is no time interval named "night" (did you mean "nights"?)',
  ],
  [
    'route-unknown-active-time-interval',
    6,
    'route.routes[0].active_time_intervals[0]',
    'there is no time interval named "weekends" (add it to time_intervals, or name one that is there)',
  ],
  ['route-root-with-mute', 5, 'route.mute_time_intervals', 'the root takes everything and can have none'],
  [
    'time-interval-over-midnight',
    4,
    'time_intervals[0].time_intervals[0].times[0]',
    '20:00 to 06:00 goes over midnight (write two: 20:00 to 24:00, and 00:00 to 06:00)',
  ],
  ['route-unknown-receiver', 5, 'route.routes[0].receiver', 'there is no receiver named "defualt" (did you mean "default"?)'],
  ['route-missing', 1, 'receivers', 'no route leads to any of them (add `route: { receiver: oncall }`)'],
  ['route-matchers-not-a-list', 4, 'route.routes[0].matchers', 'must be a list, not text'],
  [
    'route-matcher',
    6,
    'route.routes[0].matchers[1]',
    'not a matcher: expected one of =, !=, =~, !~ at position 4, found the end',
  ],
  ['route-matcher-empty', 4, 'route.routes[0].matchers[0]', 'holds no matcher (leave it out to match everything)'],
  [
    'route-matcher-regex',
    4,
    'route.routes[0].matchers[0]',
    'the regex "(?!payments).*" is refused: invalid or unsupported Perl syntax',
  ],
  ['route-match-re-regex', 4, 'route.routes[0].match_re.team', 'the regex "a(b" is refused'],
  ['receiver-name-twice', 4, 'receivers[1].name', 'there is another receiver named "default" above'],
  ['receiver-without-name', 4, 'receivers[1].name', 'is missing'],
  [
    'alarm-receiver-unknown',
    1,
    'alarm_receiver',
    'there is no receiver named "self" (add it to receivers, or name one that is there)',
  ],
  ['pagerduty-routing-key', 5, 'receivers[0].pagerduty_configs[0].routing_key', 'must be the 32 letters and digits'],
  ['pagerduty-events-url-http', 2, 'pagerduty.events_url', 'uses http:// to another machine'],
  ['pagerduty-token-without-from', 2, 'pagerduty.api_token', 'needs pagerduty.from, which is not set (set pagerduty.from'],
  ['pagerduty-token-with-spaces', 2, 'pagerduty.api_token', 'must be a REST API key'],
  ['pagerduty-from-no-address', 3, 'pagerduty.from', 'must be the e-mail address of a PagerDuty user'],
  ['slack-api-url-with-query', 2, 'slack.api_url', 'must end with its path'],
  ['slack-without-bot-token', 4, 'receivers[0].slack_configs', 'slack.bot_token is not set (set slack.bot_token)'],
  [
    'webhook-url-environment-unset',
    4,
    'receivers[0].webhook_configs[0].url',
    '${NOT_SET_ANYWHERE} is not set in the environment',
  ],
  ['log-level', 2, 'telemetry.log_level', 'must be one of debug, info, warning, error, critical (did you mean warning?)'],
];

describe('a configuration with one mistake', () => {
  it.each(MISTAKES)('%s', (file, line, path, said) => {
    const problems = problemsOf(join(DIR, `${file}.yml`));
    expect(problems.map((problem) => formatProblem(file, problem))).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line, path });
    expect(formatProblem(file, problems[0] as Problem)).toContain(said);
  });

  it('never shows a secret', () => {
    for (const [file] of MISTAKES) {
      const said = problemsOf(join(DIR, `${file}.yml`)).map((problem) => formatProblem(file, problem));
      expect(said.join('\n'), file).not.toContain('hunter2');
    }
    expect(MISTAKES.some(([file]) => readFileSync(join(DIR, `${file}.yml`), 'utf8').includes('hunter2'))).toBe(true);
  });

  it('is in the table for every file there is', () => {
    const files = readdirSync(DIR).map((file) => file.replace(/\.yml$/, ''));
    expect(MISTAKES.map(([file]) => file).sort()).toEqual(files.sort());
  });
});

function problemsOf(path: string): readonly Problem[] {
  try {
    loadConfig({ path, env: {} });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}
