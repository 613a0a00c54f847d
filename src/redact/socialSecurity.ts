import type { Pass } from './pass.ts';

const SSN =
  /((?<![A-Za-z])(?:ssn|social[\s_-]?security(?:[\s_-]?(?:number|no|num|#))?)[\w\s"'\\:=#.>(-]{0,16}?)(\d{3}[- ]?\d{2}[- ]?\d{4})(?![\w-])/gi;

/** US social security numbers: nine digits say nothing, so only where they are called that. */
export const socialSecurity: Pass = {
  hints: ['ssn', 'social'],
  run: (text, cut) => text.replace(SSN, (_, kept: string) => kept + cut('SSN')),
};
