import { cut } from './cut.ts';
import { QuotedText } from './quotedText.tsx';
import { webAddress } from './webAddress.ts';

/** A runbook: a link, the part of a file that speaks of the alert, or both. */
export interface ShownRunbook {
  readonly url: string | null;
  /** Where it was found: `annotation runbook_url`. */
  readonly source: string;
  /** What is wrong with the link, after "it": `answers 404`. Null: nothing that is known. */
  readonly health: string | null;
  readonly quote: { readonly heading: string | null; readonly text: string } | null;
}

/** What stood where a link was looked for. `what` comes after "is": `a placeholder`. */
export interface ShownNoLink {
  readonly where: string;
  readonly value: string;
  readonly what: string;
}

export interface RunbookBoard {
  readonly runbooks: readonly ShownRunbook[];
  readonly notLinks: readonly ShownNoLink[];
}

const WORDS: Readonly<Record<string, string>> = {
  service: 'the service’s own',
  template: 'by a template',
  folder: 'from the folder of runbooks',
  fallback: 'the fallback: it has none of its own',
};
const MOST_SHOWN = 10;
const LONGEST_QUOTE = 1_500;

/** What somebody wrote down for this very case; nothing where nobody did. */
export function Runbooks({ board: { runbooks, notLinks } }: { board: RunbookBoard }) {
  if (runbooks.length === 0 && notLinks.length === 0) return null;
  return (
    <section>
      <h2>{runbooks.length === 1 ? 'Runbook' : 'Runbooks'}</h2>
      <ul>
        {runbooks.slice(0, MOST_SHOWN).map((runbook) => (
          <li class="card runbook">
            <RunbookLine runbook={runbook} />
          </li>
        ))}
        {notLinks.slice(0, MOST_SHOWN).map(({ where, value, what }) => (
          <li class="soft">
            <bdi>
              {cut(where, 100)} holds “{cut(value, 100)}”, which is {cut(what, 200)}.
            </bdi>
          </li>
        ))}
      </ul>
    </section>
  );
}

function RunbookLine({ runbook: { url, source, health, quote } }: { runbook: ShownRunbook }) {
  return (
    <>
      {url !== null && <RunbookLink url={url} />}
      {url === null && quote?.heading && (
        <strong>
          <bdi>{cut(quote.heading, 200)}</bdi>
        </strong>
      )}
      <p class="facts small">
        <bdi>{cut(WORDS[source] ?? source, 100)}</bdi>
        {health !== null && (
          <>
            <span class="badge trouble">link</span>
            <bdi>it {cut(health, 200)}</bdi>
          </>
        )}
      </p>
      {quote !== null && (
        <blockquote>
          {url !== null && quote.heading && (
            <strong>
              <bdi>{cut(quote.heading, 200)}</bdi>
            </strong>
          )}
          <QuotedText text={cut(quote.text, LONGEST_QUOTE)} />
        </blockquote>
      )}
    </>
  );
}

/** The host stands out: a sender chose the address. */
function RunbookLink({ url }: { url: string }) {
  const address = webAddress(url);
  if (address === null) return <bdi>{cut(url, 200)}</bdi>;
  const { host, pathname, search, hash } = new URL(address);
  return (
    <a href={address} rel="noreferrer noopener">
      <strong>{host}</strong>
      <bdi>{cut(`${pathname}${search}${hash}`, 200)}</bdi>
    </a>
  );
}
