import type { Severity } from '../../alert/severity.ts';
import type { IncidentStatus } from '../../incident/incident.ts';
import { stormRemark } from '../../incident/stormRemark.ts';
import { alertLines } from './alertLines.ts';
import { alertSummary } from './alertSummary.ts';
import { duration } from './duration.ts';
import { escapeMrkdwn } from './escapeMrkdwn.ts';
import { firstAlertName } from './firstAlertName.ts';
import { headline } from './headline.ts';
import { labelLine } from './labelLine.ts';
import { mrkdwn } from './mrkdwn.ts';
import { mrkdwnLink } from './mrkdwnLink.ts';
import type { IncidentView, Note } from './notifier.ts';
import { ownerLine } from './ownerLine.ts';
import { plainText } from './plainText.ts';
import { quoteMrkdwn } from './quoteMrkdwn.ts';
import { runbookLinks } from './runbookLinks.ts';
import { runbookQuote } from './runbookQuote.ts';
import { block, type SlackBlock } from './slackBlocks.ts';
import { slackDate } from './slackDate.ts';
import { slackEvidence } from './slackEvidence.ts';
import { webLink } from './webLink.ts';

/** `text` is what notifications show and what is left when Slack refuses the blocks. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
}

/** Slack refuses all blocks of a message together from about 13,200 characters on. */
const ALL_BLOCKS = 13_000;
/** Of one link, escaped; three of them leave room for the rest. */
const LONGEST_LINK = 1_200;
/** Of those that the configuration adds, which may be long: the evidence needs room. */
const MORE_LINKS = 6;
const ALL_MORE_LINKS = 2_500;
const LONGEST_QUOTE = 2_500;
const BADGE: Readonly<Record<Severity, string>> = { critical: '🔴', error: '🟠', warning: '🟡', info: '🔵' };

/**
 * The one message of an incident, as it stands now. `mention` comes from the configuration and is not escaped; `picture` is Slack's id
 * of the file of its graph.
 */
export function incidentMessage(incident: IncidentView, mention: string | null, picture: string | null = null): SlackMessage {
  const said = stormRemark(incident.remarks);
  const remark = incident.status === 'resolved' ? undefined : incident.remarks.find((each) => each !== said);
  const words = [stateWords(incident), headline(incident, 1_000)].map((part, i) => escapeMrkdwn(part, i === 0 ? 200 : 2_000));
  const text = `${badge(incident)} ${words.join(' ')}${remark === undefined ? '' : ` · ${escapeMrkdwn(remark, 500)}`}`;
  const blocks = incident.status === 'resolved' ? resolvedBlocks(incident) : openBlocks(incident, picture);
  const called = mention === null ? blocks : [block.markedSection(mention), ...blocks];
  return { text: mention === null ? text : `${mention} ${text}`, blocks: withinLimit(called) };
}

/** One line of the story, in the incident's thread; without a thread it names the incident itself. */
export function noteMessage(incident: IncidentView, note: Note, threaded: boolean, mention: string | null): SlackMessage {
  const said = plainText(note.text, 2_500);
  const about = threaded ? [] : [block.plainContext(headline(incident, 300), 300)];
  const link = threaded ? '' : pageLink(incident);
  const blocks = [
    ...(mention === null ? [] : [block.markedSection(mention)]),
    block.plainSection(said === '' ? note.reason : said, 2_500),
    ...about,
    ...(link === '' ? [] : [block.markedContext([link])]),
  ];
  const name = escapeMrkdwn(threaded ? firstAlertName(incident, 200) : headline(incident, 300), 600);
  const text = `${name}: ${escapeMrkdwn(note.text, 2_500)}`;
  return { text: mention === null ? text : `${mention} ${text}`, blocks: withinLimit(blocks) };
}

function openBlocks(incident: IncidentView, picture: string | null): SlackBlock[] {
  const first = incident.alerts[0];
  const summary = first ? alertSummary(first.annotations, 700) : '';
  const groups = labelLine(incident.groupLabels, 400);
  // A single alert is told by the header and the summary; its labels are what is left to say.
  const single = first && incident.alerts.length === 1 ? labelLine(first.labels, 700, incident.groupLabels) : '';
  const list = incident.alerts.length > 1 ? alertLines(incident, 10, 180).join('\n') : single;
  const remarks = plainText(incident.remarks.join('\n'), 1_000);
  const found = links(incident);
  return [
    header(incident),
    ...(summary === '' ? [] : [block.plainSection(summary, 700)]),
    ...(remarks === '' ? [] : [block.plainSection(remarks, 1_000)]),
    block.fields(fields(incident)),
    ...(groups === '' ? [] : [block.plainContext(groups, 400)]),
    ...(list === '' ? [] : [block.plainSection(list, 2_000)]),
    ...(found.length === 0 ? [] : [block.markedContext(found)]),
    ...quoteBlocks(incident),
    // Last, because what does not fit is dropped from the end.
    ...slackEvidence(incident, picture),
  ];
}

/** Slack shows its beginning, and the rest to whoever asks for it. */
function quoteBlocks(incident: IncidentView): SlackBlock[] {
  const quote = runbookQuote(incident);
  if (quote === null) return [];
  return [block.markedSection(`*Runbook*  ${mrkdwn(quote.title, 500)}\n${quoteMrkdwn(quote.lines, LONGEST_QUOTE)}`)];
}

function resolvedBlocks(incident: IncidentView): SlackBlock[] {
  const by = incident.resolvedBy === null || incident.resolvedBy === 'alerts' ? '' : ` by ${mrkdwn(incident.resolvedBy, 100)}`;
  const at = incident.resolvedAt;
  const when = at === null ? '' : ` ${slackDate(at)}, after ${duration(at - incident.triggeredAt)}`;
  const alerts = `${incident.resolved} ${incident.resolved === 1 ? 'alert' : 'alerts'}`;
  const line = [`Resolved${by}${when}`, alerts, pageLink(incident)].filter((part) => part !== '').join(' · ');
  return [header(incident), block.markedContext([line])];
}

function header(incident: IncidentView): SlackBlock {
  return block.header(`${badge(incident)} ${firstAlertName(incident, 130)} #${incident.number}`);
}

function badge(incident: IncidentView): string {
  if (incident.status === 'resolved') return '✅';
  return incident.status === 'acknowledged' ? '👀' : BADGE[incident.severity];
}

const STATE: Readonly<Record<IncidentStatus, string>> = {
  triggered: 'Firing',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
};

function stateWords(incident: IncidentView): string {
  const by = incident.status === 'acknowledged' && incident.acknowledgedBy !== null ? ` by ${incident.acknowledgedBy}` : '';
  return `${STATE[incident.status]}${by}, ${incident.severity}:`;
}

function fields(incident: IncidentView): string[] {
  const acknowledged = incident.acknowledgedBy === null ? '' : ` by ${mrkdwn(incident.acknowledgedBy, 100)}`;
  const state = incident.status === 'acknowledged' ? `Acknowledged${acknowledged}` : STATE[incident.status];
  const truncated = incident.truncated > 0 ? `, ${incident.truncated} left out by the sender` : '';
  const held = incident.held > 0 ? `, ${incident.held} held back` : '';
  const owner = ownerLine(incident);
  const low = incident.urgency === 'low' ? ', low urgency' : '';
  return [
    `*State*\n${state}`,
    `*Severity*\n${incident.severity}${low}`,
    `*Since*\n${slackDate(incident.triggeredAt)}`,
    `*Alerts*\n${incident.firing} firing, ${incident.resolved} resolved${held}${truncated}`,
    ...(owner === '' ? [] : [`*Service*\n${mrkdwn(owner, 250)}`]),
  ];
}

function links(incident: IncidentView): string[] {
  const runbook = runbookLinks(incident)[0];
  const source = webLink(incident.alerts[0]?.generatorUrl ?? '');
  const all = [
    runbook ? `${mrkdwnLink(runbook.href, `Runbook (${runbook.host})`)}${trouble(runbook)}` : '',
    pageLink(incident),
    source ? mrkdwnLink(source.href, `Source (${source.host})`) : '',
  ].filter((link) => link !== '' && link.length <= LONGEST_LINK);
  let room = ALL_MORE_LINKS;
  for (const { href, name } of (incident.links ?? []).slice(0, MORE_LINKS)) {
    const link = mrkdwnLink(href, name);
    if (link.length > room) continue;
    room -= link.length;
    all.push(link);
  }
  return all;
}

/** That it leads nowhere is better known before than after. */
function trouble({ trouble: words }: { readonly trouble: string | null }): string {
  return words === null ? '' : ` (it ${mrkdwn(words, 200)})`;
}

function pageLink(incident: IncidentView): string {
  const page = webLink(incident.url ?? '', LONGEST_LINK / 2);
  return page ? mrkdwnLink(page.href, `Incident ${incident.number}`) : '';
}

/** Drops from the end what does not fit; the header, and the mention before it, stay. */
function withinLimit(blocks: readonly SlackBlock[]): readonly SlackBlock[] {
  const kept = [...blocks];
  while (kept.length > 2 && JSON.stringify(kept).length > ALL_BLOCKS) kept.pop();
  return kept;
}
