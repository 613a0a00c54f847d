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
    const short = cutLongLines(text);
    const hints = table.look(short);
    if (hints === 0) return { text: short as Redacted, cut: NOTHING };
    const tally = new Map<string, number>();
    const cut = (kind: Kind): string => {
      tally.set(kind, (tally.get(kind) ?? 0) + 1);
      return markOf(kind);
    };
    const whole = passes.reduce((rest, pass, i) => ((hints & (1 << i)) === 0 ? rest : pass.run(rest, cut)), short);
    return { text: whole as Redacted, cut: tally };
  };
  return { redact: (text) => redactCounting(text).text, redactCounting };
}
