import type { Instant } from '../alert/timestamp.ts';
import type { LogContent, ShownPattern } from '../evidence/logContent.ts';
import { cut } from './cut.ts';
import { OutgoingLink } from './outgoingLink.tsx';
import { Between } from './when.tsx';

const MOST_PATTERNS = 20;
const MOST_TRACES = 3;
const LONGEST_PATTERN = 400;
const LONGEST_SAMPLE = 4_000;
/** Other words of a log are shown without a colour. */
const LEVEL_CLASS: ReadonlyMap<string, string> = new Map([
  ['fatal', 'severity-critical'],
  ['critical', 'severity-critical'],
  ['panic', 'severity-critical'],
  ['error', 'severity-error'],
  ['warn', 'severity-warning'],
  ['warning', 'severity-warning'],
]);

/** Lines of a log by what they say: how often, since when, and one of them. */
export function FoundLogs({ logs, file, now }: { logs: LogContent; file: string | null; now: Instant }) {
  const { patterns, lines, others } = logs;
  const shown = patterns.slice(0, MOST_PATTERNS);
  const left = patterns.slice(MOST_PATTERNS);
  const leftPatterns = left.length + others.patterns;
  const leftLines = left.reduce((sum, { count }) => sum + count, 0) + others.lines;
  return (
    <>
      <table class="patterns">
        <thead>
          <tr>
            <th scope="col">Lines</th>
            <th scope="col">What they say</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((pattern) => (
            <tr>
              <td class="count">{grouped(pattern.count)}</td>
              <td>
                <PatternCell pattern={pattern} now={now} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {leftPatterns > 0 && `${count(leftLines, 'line')} of ${count(leftPatterns, 'other pattern')}. `}
        {file !== null && <a href={file}>Download every line ({grouped(lines)})</a>}
      </p>
    </>
  );
}

function PatternCell({ pattern, now }: { pattern: ShownPattern; now: Instant }) {
  const { text, level, isNew, first, last, sample, traces } = pattern;
  return (
    <>
      <code class="pattern">
        <bdi>{cut(text, LONGEST_PATTERN)}</bdi>
      </code>
      <p class="facts small">
        {isNew === true && <span class="badge new">new</span>}
        {level !== null && <span class={`badge ${LEVEL_CLASS.get(level.toLowerCase()) ?? ''}`}>{cut(level, 20)}</span>}
        <Between from={first} to={last} now={now} />
        {traces.slice(0, MOST_TRACES).map(({ id, url }) => (
          <span>
            trace{' '}
            <OutgoingLink to={url}>
              <code>
                <bdi>{cut(id, 16)}</bdi>
              </code>
            </OutgoingLink>
          </span>
        ))}
        {traces.length > MOST_TRACES && <span>and {traces.length - MOST_TRACES} more</span>}
      </p>
      {sample !== text && (
        <details>
          <summary>one of them</summary>
          <pre>
            <bdi>{cut(sample, LONGEST_SAMPLE)}</bdi>
          </pre>
        </details>
      )}
    </>
  );
}

function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** As in 1,204. */
function grouped(n: number): string {
  return n.toLocaleString('en-US');
}
