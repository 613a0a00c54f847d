import type { Instant } from '../alert/timestamp.ts';
import type { TraceContent } from '../evidence/traceContent.ts';
import { cut } from './cut.ts';
import { OutgoingLink } from './outgoingLink.tsx';
import { webAddress } from './webAddress.ts';
import { Clock } from './when.tsx';

const MOST_TRACES = 20;

/** What went wrong or slowly, one request a line, and where to search on. */
export function FoundTraces({ found: { traces, searchUrl }, now }: { found: TraceContent; now: Instant }) {
  const search = searchUrl === null ? null : webAddress(searchUrl);
  return (
    <>
      <table class="traces">
        <thead>
          <tr>
            <th scope="col">Took</th>
            <th scope="col">Request</th>
          </tr>
        </thead>
        <tbody>
          {traces.slice(0, MOST_TRACES).map(({ id, startedAt, durationMs, root, hasError, url }) => (
            <tr>
              <td class="count">{duration(durationMs)}</td>
              <td>
                <bdi>{cut(root, 200)}</bdi>
                <p class="facts small">
                  {hasError && <span class="badge severity-error">error</span>}
                  <Clock at={startedAt} now={now} />
                  <span>
                    trace{' '}
                    <OutgoingLink to={url}>
                      <code>
                        <bdi>{cut(id, 32)}</bdi>
                      </code>
                    </OutgoingLink>
                  </span>
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {traces.length > MOST_TRACES && <p>{traces.length - MOST_TRACES} more are in the API.</p>}
      {search !== null && (
        <p>
          <OutgoingLink to={search}>Search further at {new URL(search).host}</OutgoingLink>
        </p>
      )}
    </>
  );
}

function duration(millis: number): string {
  if (millis < 1) return '< 1 ms';
  return millis < 1_000 ? `${Math.round(millis)} ms` : `${(millis / 1_000).toFixed(millis < 10_000 ? 2 : 1)} s`;
}
