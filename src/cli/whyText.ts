import { alertName } from '../alert/alert.ts';
import { cleanText } from '../pipeline/notify/cleanText.ts';
import { lookLine } from './lookLine.ts';
import { timerWord } from './timerWord.ts';
import { toldLines } from './toldLines.ts';
import type { WhyAnswer, WhyDecision } from './whyAnswer.ts';

const CHANGES_SHOWN = 5;

export interface Shown {
  /** Every decision is shown whole. */
  readonly all: boolean;
  /** The incident whose deliveries these are. */
  readonly about: number | null;
}

/** What was decided about one alert and why, for people: newest first, the newest one whole, and what it was told by before its end. */
export function whyText(answer: WhyAnswer, { all, about }: Shown): string {
  const { items, next_cursor, alert, incident, timers, silenced } = answer;
  const { labels } = alert;
  const names = Object.keys(labels).sort();
  const shown = names.map((name) => `${name}=${JSON.stringify(labels[name])}`).join(' ');
  const since =
    alert.status === 'firing'
      ? `fires since ${toMillis(alert.starts_at)}`
      : `fired from ${toMillis(alert.starts_at)} to ${toMillis(alert.ends_at ?? 'some time')}`;
  const whole = all ? items : tellingOnes(items);
  const older = items.filter((each) => !whole.includes(each));
  const lines = [
    `${alertName(labels)}  ${alert.integration}/${alert.fingerprint}`,
    `  ${since}; ${incident === null ? 'in no incident' : `in incident #${incident}${incident === about ? '' : ' now'}`}`,
    `  ${shown}`,
    ...(silenced ? [`  ${silencedLine(silenced, items)}`] : []),
    ...(whole.length === 0 ? ['', 'Nothing was decided about it yet.'] : []),
    ...whole.flatMap((each) => ['', headLine(each), ...wholeLines(each).map((line) => `  ${line}`)]),
    ...section(
      'due',
      timers.map((timer) => `${timer.due_at}  ${timer.incident === null ? '' : `#${timer.incident}: `}${timerWord(timer)}`),
    ),
    ...section(`told of #${about}`, toldLines(answer)),
    ...section('before that', older.map(headLine)),
    ...(next_cursor === null ? [] : ['  and more: --all shows every one, whole']),
  ];
  return `${lines.map((line) => cleanText(line).replaceAll('\n', ' ')).join('\n')}\n`;
}

/** The newest decision; of an alert that is over, also why it was told or not: its end says nothing of that. */
function tellingOnes(items: WhyAnswer['items']): WhyAnswer['items'] {
  const telling = items.findIndex(({ verdict }) => verdict !== 'resolve');
  return items.filter((_, index) => index === 0 || index === telling);
}

/** It is decided no more: what was told stays told. */
function silencedLine(silenced: NonNullable<WhyAnswer['silenced']>, items: WhyAnswer['items']): string {
  const { silence, since, until, created_by, comment } = silenced;
  const verdict = items.find((each) => each.verdict !== 'resolve')?.verdict;
  const isTold = verdict === 'notify' || verdict === 'join';
  const when = `${since === null ? '' : `since ${since} `}until ${until}`;
  const why = comment === '' ? '' : `: ${comment}`;
  return `silenced ${when} by ${created_by}${why} (silence ${silence})${isTold ? '; it was told before, and its repeats are left out' : ''}`;
}

/** Senders give nanoseconds, which nobody reads. */
function toMillis(time: string): string {
  return time.replace(/(\.\d{3})\d+Z$/, '$1Z');
}

function headLine({ at, verdict, reason, by, because }: WhyDecision): string {
  const did = {
    notify: `told (${reason})`,
    join: `told with another incident, by ${by}`,
    suppress: `not told, by ${by}`,
    defer: `put off, by ${by}`,
    resolve: 'resolved',
  }[verdict];
  return `${at}  ${did}: ${because}`;
}

function wholeLines({ looked, against, failed, would_page, verdict, by, policy }: WhyDecision): string[] {
  const others = against.slice(1).map(({ by, because }) => `and by ${by}: ${because}`);
  const looks =
    looked === null
      ? policy === null
        ? []
        : ['what was looked at is not known: the configuration of that hour is not kept any more']
      : ['looked at:', ...looked.map((look) => `  ${lookLine(look)}`)];
  return [...others, ...failed, ...looks, ...(by === 'heartbeat' ? [] : changeLines(would_page, verdict))];
}

function changeLines(changes: WhyDecision['would_page'], verdict: WhyDecision['verdict']): string[] {
  if (changes === null || verdict === 'resolve') return [];
  const isTold = verdict === 'notify' || verdict === 'join';
  if (changes.length === 0) return isTold ? [] : ['no single change would have told anybody'];
  const lines = changes.slice(0, CHANGES_SHOWN).map(({ change, receivers }) => `${change} (then ${receivers.join(', ')})`);
  const more = changes.length - lines.length;
  return [
    isTold ? 'would have told others too:' : 'would have told somebody:',
    ...lines.map((line) => `  ${line}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)];
}
