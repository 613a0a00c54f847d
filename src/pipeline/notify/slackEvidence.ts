import type { ShownPattern } from '../../evidence/logContent.ts';
import { escapeMrkdwn } from './escapeMrkdwn.ts';
import { evidenceGaps } from './evidenceGaps.ts';
import { evidenceOf, type Found } from './evidenceOf.ts';
import { mrkdwn } from './mrkdwn.ts';
import { mrkdwnLink } from './mrkdwnLink.ts';
import type { IncidentView } from './notifier.ts';
import { oneLine } from './oneLine.ts';
import { plural } from './plural.ts';
import { shortDuration } from './shortDuration.ts';
import { block, type SlackBlock } from './slackBlocks.ts';
import { slackDate } from './slackDate.ts';
import { webLink } from './webLink.ts';

const SOURCES = 3;
const PATTERNS = 3;
const TRACES = 3;
const TRACES_OF_A_PATTERN = 2;
const PATTERN_LENGTH = 300;
/** Of one link, escaped: three of them and a search leave room for the rest of a section. */
const LONGEST_LINK = 600;

/**
 * What was found out, for the incident's message: the logs as patterns, the traces, the graph, and what could not be had. `picture`:
 * Slack's id of the file of the graph, or null where there is none (yet).
 */
export function slackEvidence(incident: IncidentView, picture: string | null): SlackBlock[] {
  const { evidence } = incident;
  const gaps = oneLine(evidenceGaps(evidence).join(' · '), 900);
  const blocks = [
    ...evidenceOf(evidence, 'logs').slice(0, SOURCES).flatMap(logBlocks),
    ...evidenceOf(evidence, 'traces').slice(0, SOURCES).map(traceBlock),
    ...graphBlocks(incident, picture),
    ...(gaps === '' ? [] : [block.plainContext(gaps, 900)]),
  ];
  return blocks.length === 0 ? [] : [block.divider(), ...blocks];
}

function graphBlocks(incident: IncidentView, picture: string | null): SlackBlock[] {
  const [graph] = evidenceOf(incident.evidence, 'graph');
  if (!graph) return [];
  const { title, threshold, others } = graph.content;
  const name = oneLine(title, 150);
  if (picture !== null) {
    const line = threshold === null ? '' : `, threshold ${threshold}`;
    const more = others === 0 ? '' : ` (and ${others} more series)`;
    return [block.image(picture, `${name}${more}`, `Graph of ${name}${line}`)];
  }
  const page = link(incident.url, 'Graph');
  return page === null ? [] : [block.markedContext([`${page} of ${code(name, 300)}`])];
}

function logBlocks({ source, from, to, content }: Found<'logs'>): SlackBlock[] {
  const { lines, others } = content;
  const shown = content.patterns.slice(0, PATTERNS);
  const cut = content.patterns.slice(PATTERNS);
  const patterns = others.patterns + cut.length;
  const restLines = others.lines + cut.reduce((sum, { count }) => sum + count, 0);
  const rest = patterns === 0 ? '' : `and ${plural(patterns, 'more pattern')} (${plural(restLines, 'line')})`;
  const span = `${slackDate(from, 'minute')}–${slackDate(to, 'minute')}`;
  return [
    block.markedSection(`*Logs*  ${mrkdwn(source, 60)} · ${plural(lines, 'line')} · ${span}`),
    ...shown.map((pattern) => block.longSection(patternText(pattern))),
    ...(rest === '' ? [] : [block.plainContext(rest, 100)]),
  ];
}

function patternText({ text, count, first, last, level, isNew, traces }: ShownPattern): string {
  const isMoment = Math.floor(first / 1000) === Math.floor(last / 1000);
  const words = [
    `*${count.toLocaleString('en-US')}×*`,
    isNew === true ? '*new*' : '',
    level === null ? '' : mrkdwn(level, 20),
    isMoment ? slackDate(first, 'second') : `${slackDate(first, 'second')}–${slackDate(last, 'second')}`,
    traces.slice(0, TRACES_OF_A_PATTERN).map(traceLink).join(', '),
  ];
  return `${words.filter((word) => word !== '').join(' · ')}\n${code(text, PATTERN_LENGTH) || '(an empty line)'}`;
}

function traceLink({ id, url }: ShownPattern['traces'][number]): string {
  const known = oneLine(id, 100);
  return link(url, `trace ${known.slice(0, 8)}`) ?? `trace ${code(known, 40)}`;
}

function traceBlock({ source, content }: Found<'traces'>): SlackBlock {
  const lines = content.traces.slice(0, TRACES).map(({ durationMs, root, hasError, url, startedAt }) => {
    const name = oneLine(root, 90) || 'trace';
    const words = [
      `*${shortDuration(durationMs)}*`,
      hasError ? '*error*' : '',
      link(url, name) ?? mrkdwn(name, 200),
      slackDate(startedAt, 'second'),
    ];
    return words.filter((word) => word !== '').join(' · ');
  });
  const search = link(content.searchUrl, 'search for more');
  return block.longSection([`*Traces*  ${mrkdwn(source, 60)}${search === null ? '' : ` · ${search}`}`, ...lines].join('\n'));
}

/** Null where there is no address that may be shown, or none that there is room for. */
function link(url: string | null, label: string): string | null {
  const address = webLink(url ?? '', LONGEST_LINK);
  const written = address && mrkdwnLink(address.href, label);
  return written === null || written.length > LONGEST_LINK ? null : written;
}

/** Nothing in a code span is formatted, but a backtick would end it. Empty where there is nothing in it. */
function code(text: string, max: number): string {
  const line = escapeMrkdwn(text.replaceAll('`', 'ˋ'), max);
  return line === '' ? '' : `\`${line}\``;
}
