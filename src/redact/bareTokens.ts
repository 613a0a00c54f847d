import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { TOKEN_SHAPES } from './tokenShapes.ts';

/** Tokens and hashes that nothing announces but their own shape. */
export const bareTokens: Pass = {
  hints: TOKEN_SHAPES.flatMap(({ hints }) => hints),
  run(text, cut) {
    const lower = text.toLowerCase();
    return TOKEN_SHAPES.reduce((rest, { hints, pattern, kind, isToken }) => {
      if (!hints.some((hint) => lower.includes(hint))) return rest;
      return rest.replace(pattern, (match: string, ...more: unknown[]) => {
        const at = more.find((each) => typeof each === 'number') as number;
        return markAt(rest, at) > 0 || (isToken && !isToken(match)) ? match : cut(kind);
      });
    }, text);
  },
};
