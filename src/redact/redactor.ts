import { bareTokens } from './bareTokens.ts';
import { cardNumbers } from './cardNumbers.ts';
import { commandFlags } from './commandFlags.ts';
import { emails } from './emails.ts';
import { makeExtraPatterns } from './extraPatterns.ts';
import { makeHintTable } from './hintTable.ts';
import { ibans } from './ibans.ts';
import { keyBlocks } from './keyBlocks.ts';
import { keyedValues } from './keyedValues.ts';
import { cutLongLines } from './longLines.ts';
import { type Kind, markOf } from './mark.ts';
import type { Pass } from './pass.ts';
import { phrases } from './phrases.ts';
import { queryParameters } from './queryParameters.ts';
import { quotedPairs } from './quotedPairs.ts';
import type { Redacted } from './redacted.ts';
import { socialSecurity } from './socialSecurity.ts';
import { sqlInserts } from './sqlInserts.ts';
import { UnredactableError } from './unredactableError.ts';
import { urlCredentials } from './urlCredentials.ts';
import { xmlElements } from './xmlElements.ts';

/**
 * The one place where text from outside becomes text that may be stored, shown or sent. Both throw `UnredactableError` for more than
 * 65,536 characters: nothing of such a text may be used. Redacting what was redacted changes nothing.
 */
export interface Redactor {
  redact(text: string): Redacted;
  /** `cut`: how many of each kind, by the word in the marks. */
  redactCounting(text: string): { readonly text: Redacted; readonly cut: ReadonlyMap<string, number> };
}

export interface RedactOptions {
  readonly emails: boolean;
  readonly cardNumbers: boolean;
  /** RE2, searched for anywhere. */
  readonly extra: readonly string[];
}

const LONGEST_TEXT = 65_536;
/** What is cut shows at times what else there is; a second round finds nothing in nearly all texts. */
const MOST_ROUNDS = 8;
const NOTHING: ReadonlyMap<string, number> = new Map();

/** The order matters: a key block must go whole, before its lines are taken for values; keys say more than shapes; numbers come last. */
const ALWAYS: readonly Pass[] = [
  keyBlocks,
  urlCredentials,
  keyedValues,
  quotedPairs,
  sqlInserts,
  xmlElements,
  queryParameters,
  phrases,
  commandFlags,
  bareTokens,
  socialSecurity,
  ibans,
];

/**
 * Cuts secrets and personal data out of texts: those that a key, a header, an address or a shape gives away, and what is configured.
 * Throws `ExtraPatternError` for a configured pattern that cannot be used.
 */
export function makeRedactor(options: RedactOptions): Redactor {
  const passes = [
    ...ALWAYS,
    ...(options.cardNumbers ? [cardNumbers] : []),
    ...(options.emails ? [emails] : []),
    ...(options.extra.length > 0 ? [makeExtraPatterns(options.extra)] : []),
  ];
  const table = makeHintTable(passes.map(({ hints }) => hints));

  const redactCounting: Redactor['redactCounting'] = (text) => {
    if (text.length > LONGEST_TEXT)
      throw new UnredactableError(`a text of ${text.length} characters cannot be redacted: ${LONGEST_TEXT} are the most`);
    let tally: Map<string, number> | null = null;
    const cut = (kind: Kind): string => {
      tally ??= new Map();
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      return markOf(kind);
    };
    let rest = cutLongLines(text);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const hints = table.look(rest);
      const before = rest;
      if (hints !== 0) rest = passes.reduce((left, pass, i) => ((hints & (1 << i)) === 0 ? left : pass.run(left, cut)), rest);
      if (rest === before) break;
      rest = cutLongLines(rest);
    }
    return { text: rest as Redacted, cut: tally ?? NOTHING };
  };
  return { redact: (text) => redactCounting(text).text, redactCounting };
}
