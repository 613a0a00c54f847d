import type { Instant } from '../alert/timestamp.ts';
import type { Evidence, EvidenceKind } from '../evidence/evidence.ts';
import { cut } from './cut.ts';
import { FoundLogs } from './foundLogs.tsx';
import { FoundTraces } from './foundTraces.tsx';
import { Between, Clock } from './when.tsx';

/** Evidence, and where its files are; null: it has none. */
export interface ShownEvidence {
  readonly evidence: Evidence;
  readonly file: string | null;
  readonly picture: string | null;
}

/**
 * How the search for evidence of an opening stands. `off`: no source is configured. `none`: sources are asked when people are told,
 * and that was not so here. `soon`, `running` and `stuck`: it is to begin, it has begun, it has begun and nobody is at it. `done`.
 */
export interface EvidenceSearch {
  readonly state: 'off' | 'none' | 'soon' | 'running' | 'stuck' | 'done';
  readonly begunAt: Instant | null;
}

export interface EvidenceBoard {
  /** Of the opening that stands. */
  readonly found: readonly ShownEvidence[];
  readonly search: EvidenceSearch;
  /** Pieces of earlier openings. */
  readonly earlier: number;
  /** Where a program finds it all. */
  readonly api: string;
}

/** A picture says most at a glance. */
const ORDER: readonly EvidenceKind[] = ['graph', 'logs', 'traces'];
const WORD: Readonly<Record<EvidenceKind, string>> = { logs: 'Logs', traces: 'Traces', graph: 'Graph' };
const NOTHING: Readonly<Record<EvidenceKind, string>> = { logs: 'no lines', traces: 'no traces', graph: 'nothing to draw' };
const LONGEST_LINE = 160;
const LONGEST_QUERY = 4_000;

/** A link to it, from the top of a page on which much stands above. */
export function EvidenceLink({ board: { found } }: { board: EvidenceBoard }) {
  const kinds = ORDER.filter((kind) => found.some((shown) => shown.evidence.kind === kind && hasContent(shown)));
  if (kinds.length === 0) return null;
  return <a href="#evidence">evidence: {kinds.join(', ')}</a>;
}

/** What log, trace and metric sources had to say, and what they could not. */
export function EvidenceSection({ board: { found, search, earlier, api }, now }: { board: EvidenceBoard; now: Instant }) {
  const inOrder = ORDER.flatMap((kind) => found.filter(({ evidence }) => evidence.kind === kind));
  const [said, silent] = [inOrder.filter(hasContent), inOrder.filter((shown) => !hasContent(shown))];
  return (
    <section id="evidence">
      <h2>Evidence (UTC)</h2>
      {said.map((shown) => (
        <Source shown={shown} now={now} />
      ))}
      {silent.length > 0 && (
        <ul class="card silent">
          {silent.map(({ evidence }) => (
            <li>
              <Silent evidence={evidence} now={now} />
            </li>
          ))}
        </ul>
      )}
      <Searching search={search} isEmpty={found.length === 0} now={now} />
      {earlier > 0 && (
        <p class="soft">
          From before it was opened again there is more: <a href={api}>the API</a> has it.
        </p>
      )}
    </section>
  );
}

function hasContent({ evidence: { content } }: ShownEvidence): boolean {
  return content !== null && (content.kind !== 'traces' || content.traces.length > 0 || content.searchUrl !== null);
}

function Source({ shown, now }: { shown: ShownEvidence; now: Instant }) {
  const { kind, source, status, because, content, from, to } = shown.evidence;
  return (
    <article class="card">
      <h3>
        {WORD[kind]} <span class="soft">from</span> <bdi>{cut(source, 100)}</bdi>
      </h3>
      <p class="facts small">
        <Between from={from} to={to} now={now} />
        {status !== 'found' && <span class="badge trouble">{status}</span>}
        {because !== null && <bdi>{cut(because, 500)}</bdi>}
      </p>
      {content?.kind === 'graph' && shown.picture !== null && (
        <a href={shown.picture}>
          <img class="graph" src={shown.picture} alt={graphText(content)} loading="lazy" />
        </a>
      )}
      {content?.kind === 'logs' && <FoundLogs logs={content} file={shown.file} now={now} />}
      {content?.kind === 'traces' && <FoundTraces found={content} now={now} />}
      <AskedFor evidence={shown.evidence} now={now} />
    </article>
  );
}

function graphText({ title, series, others, threshold }: Extract<Evidence['content'], { kind: 'graph' }>): string {
  const drawn = series.map(({ name }) => cut(name, 80)).slice(0, 5);
  const more = series.length - drawn.length + others;
  const lines = [...drawn, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `Graph of ${cut(title, 200)}: ${lines}${threshold === null ? '' : `; the rule compares with ${threshold}`}`;
}

/** The question, as it was sent; opened where it is long. */
function AskedFor({ evidence, now }: { evidence: Evidence; now: Instant }) {
  const { query, askedAt, tookMs } = evidence;
  const when = (
    <>
      asked <Clock at={askedAt} now={now} />, took {seconds(tookMs)}
    </>
  );
  if (query === null) return <p class="asked">{when}</p>;
  const isLong = query.length > LONGEST_LINE || query.includes('\n');
  if (!isLong) {
    return (
      <p class="asked">
        {when}:{' '}
        <code>
          <bdi>{query}</bdi>
        </code>
      </p>
    );
  }
  return (
    <details class="asked">
      <summary>{when}: a long query</summary>
      <pre>
        <bdi>{cut(query, LONGEST_QUERY)}</bdi>
      </pre>
    </details>
  );
}

/** A source that gave nothing, in a line with the reason. */
function Silent({ evidence, now }: { evidence: Evidence; now: Instant }) {
  const { kind, source, status, because, askedAt, tookMs, query } = evidence;
  const isTrouble = status === 'failed' || status === 'partial';
  return (
    <>
      <strong>
        <bdi>{cut(source, 100)}</bdi>
      </strong>
      {': '}
      {isTrouble && <span class="badge trouble">{status}</span>} <bdi>{because === null ? NOTHING[kind] : cut(because, 500)}</bdi>{' '}
      <span class="soft">
        ({WORD[kind].toLowerCase()}, {status === 'skipped' ? 'due' : 'asked'} <Clock at={askedAt} now={now} />
        {status !== 'skipped' && `, took ${seconds(tookMs)}`})
      </span>
      {query !== null && (
        <p class="asked">
          <code>
            <bdi>{cut(query, 1_000)}</bdi>
          </code>
        </p>
      )}
    </>
  );
}

function seconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}

const SEARCH: Readonly<Record<EvidenceSearch['state'], string>> = {
  off: 'No source of logs, traces or metrics is configured. With one, what it says of an incident stands here.',
  none: 'Nothing was looked up: sources are asked when people are told of an incident.',
  soon: 'Being looked up.',
  running: 'Being looked up.',
  stuck: 'The search for it was begun and has not ended.',
  done: 'No source was asked.',
};

function Searching({ search: { state, begunAt }, isEmpty, now }: { search: EvidenceSearch; isEmpty: boolean; now: Instant }) {
  if (!isEmpty) return null;
  return (
    <p class="empty">
      {SEARCH[state]}
      {begunAt !== null && state !== 'done' && (
        <>
          {' '}
          Begun at <Clock at={begunAt} now={now} />.
        </>
      )}
      {state === 'off' && (
        <>
          {' '}
          <code>docs/configuration.md</code> says how.
        </>
      )}
    </p>
  );
}
