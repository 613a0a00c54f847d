import { DIGITS, type Pass } from './pass.ts';
import { cutStretches, type Stretch } from './stretch.ts';

/** Digits, alone or in groups with one sort of sign between them. */
const NUMBER =
  /(?<![\w.+-]|\d[ ,])\d{13,19}(?![\w]|[.,]\d|-\w)|(?<![\w.-])\d{4}([ -])(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?|\d{6}\1\d{4,5})(?![\w]|[.,]\d|-\d)/g;

/** What each brand's numbers begin with, and how long they are, after the ranges of ISO/IEC 7812 that are in use. */
const BRANDS: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^(?:30[0-5]|309|36|38|39)/, [14, 16]],
  [/^(?:352[89]|35[3-8])/, [16]],
  [/^62/, [16, 17, 18, 19]],
  [/^(?:50|5[6-9]|6304|6759|676[1-3]|67)/, [16, 18, 19]],
];

/** Card numbers: a brand's beginning and length, and Luhn's sum. */
export const cardNumbers: Pass = {
  hints: [DIGITS],
  run(text, cut) {
    const found: Stretch[] = [];
    for (const match of text.matchAll(NUMBER)) {
      const to = cardEnd(match[0]);
      if (to > 0) found.push({ from: match.index, to: match.index + to, kind: 'card number' });
    }
    return cutStretches(text, found, cut);
  },
};

/** The length of the card number that the text begins with: behind its groups a verification code may follow. 0: none. */
function cardEnd(written: string): number {
  const shorter = written.replace(/[ -]\d{1,3}$/, '');
  if (isCard(written)) return written.length;
  return shorter !== written && isCard(shorter) ? shorter.length : 0;
}

function isCard(written: string): boolean {
  const digits = written.replace(/[ -]/g, '');
  const isBrand = BRANDS.some(([start, lengths]) => lengths.includes(digits.length) && start.test(digits));
  return isBrand && luhn(digits) % 10 === 0 && !/^(\d)\1+$/.test(digits);
}

function luhn(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, i) => {
    const doubled = Number(digit) * (1 + (i % 2));
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
}
