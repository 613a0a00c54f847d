import type { Instant } from '../alert/timestamp.ts';
import { runbooksFor } from '../enrichment/runbooksFor.ts';
import type { Policy } from '../pipeline/compilePolicy.ts';
import type { RunbookDesk } from '../pipeline/enrich/runbook/runbookDesk.ts';
import type { Database } from '../store/database.ts';
import { readRules } from '../store/readRules.ts';

const RECENT_MS = 30 * 86_400_000;
const MOST_RULES = 5_000;

/** The links of the runbooks of rules that fire or have fired within 30 days, and those that the configuration itself has. */
export async function wantedLinks(
  db: Database,
  now: Instant,
  {
    policy,
    runbooks,
    configured,
  }: { readonly policy: Policy; readonly runbooks: RunbookDesk; readonly configured: readonly string[] },
): Promise<string[]> {
  const rules = await readRules(db, now - RECENT_MS, MOST_RULES);
  const ofRules = rules.flatMap((rule) => runbooksFor([rule], policy, runbooks).runbooks.map(({ url }) => url));
  return [...new Set([...configured, ...ofRules])].filter((url): url is string => url !== null);
}
