import type { Clock } from './clock.ts';
import { EnrichmentLoop } from './enrichment/loop.ts';
import type { Pointing } from './enrichment/pointersOf.ts';
import type { LinkBook } from './linkCheck/linkBook.ts';
import { wantedLinks } from './linkCheck/wantedLinks.ts';
import { type LinkChecking, LinkCheckWorker } from './linkCheck/worker.ts';
import type { Logger } from './log.ts';
import { allowList } from './pipeline/enrich/guard/allowList.ts';
import { checkLink } from './pipeline/enrich/runbook/checkLink.ts';
import type { RunbookSettings } from './pipeline/enrich/runbook/runbookSettings.ts';
import { webLink } from './pipeline/notify/webLink.ts';
import { redactOrMark } from './redact/redactOrMark.ts';
import type { Database } from './store/database.ts';
import { Wake } from './wake.ts';

const POLL_MS = 10_000;

export interface LinkCheckParts {
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  readonly book: LinkBook;
  readonly settings: () => RunbookSettings;
  readonly pointing: () => Pointing;
}

/** What looks at the links of runbooks, as the app drives it. */
export interface LinkCheck {
  run(): Promise<void>;
  stop(): void;
  /** Looks at what is due and waits for it; false when nothing was. */
  turn(): Promise<boolean>;
}

export function makeLinkCheck({ db, clock, log, book, settings, pointing }: LinkCheckParts): LinkCheck {
  const onError = (err: unknown): void => log.error({ err }, 'the links of runbooks could not be looked at; it is tried again');
  const checking = (): LinkChecking | null => {
    const { check } = settings();
    if (check === null) return null;
    const { policy, runbooks } = pointing();
    return {
      everyMs: check.everyMs,
      allow: allowList(check.allow),
      redact: (text) => redactOrMark(text, policy.redactor),
      wanted: () => wantedLinks(db, clock.now(), { policy, runbooks, configured: configuredLinks(settings(), pointing()) }),
    };
  };
  const worker = new LinkCheckWorker({
    ...{ db, clock, checking, book, onError, check: checkLink },
    observe: ({ url, before, now }) => {
      const fields = { url, before, status: now.status, because: now.because };
      if (now.status === 'ok') log.info(fields, 'the link of a runbook is well again');
      else log.warning(fields, `the link of a runbook is not well: it ${now.because}`);
    },
  });
  const wake = new Wake();
  const loop = new EnrichmentLoop({ worker, wake, onError, pollMs: POLL_MS });
  return {
    run: () => loop.run(),
    stop: () => loop.stop(),
    turn: async () => {
      const begun = await worker.begin();
      await worker.idle();
      return begun > 0;
    },
  };
}

/** Those that are the same for every alert. */
function configuredLinks({ fallback, templates }: RunbookSettings, { policy }: Pointing): string[] {
  const ofServices = [...policy.known.services.values()].map(({ runbook }) => runbook);
  const fixed = templates.map(({ url }) => url).filter((url) => !url.includes('{{'));
  return [fallback, ...ofServices, ...fixed].flatMap((url) => (url ? (webLink(url)?.href ?? []) : []));
}
