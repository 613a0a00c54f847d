import { DIGITS, type Pass } from './pass.ts';

const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![A-Za-z0-9])/g;
/** Lengths by country, after the IBAN registry; what is not here has no IBAN. */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 ' +
    'GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 ' +
    'MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
/** Account numbers with a sum that proves them. */
export const ibans: Pass = {
  hints: [DIGITS],
  run: (text, cut) =>
    text.replace(IBAN, (written) => {
      const end = ibanEnd(written);
      return end === 0 ? written : cut('IBAN') + written.slice(end);
    }),
};

function ibanEnd(written: string): number {
  const length = Object.hasOwn(LENGTHS, written.slice(0, 2)) ? (LENGTHS[written.slice(0, 2)] as number) : 0;
  let end = 0;
  for (let signs = 0; end < written.length && signs < length; end++) if (written[end] !== ' ') signs++;
  const iban = written.slice(0, end).replaceAll(' ', '');
  const isWhole = end === written.length || written[end] === ' ';
  return length > 0 && iban.length === length && isWhole && remainder(iban) === 1 ? end : 0;
}

function remainder(iban: string): number {
  const numbers = [...(iban.slice(4) + iban.slice(0, 4))].map((sign) => Number.parseInt(sign, 36)).join('');
  return [...numbers].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0);
}
