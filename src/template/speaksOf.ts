import type { Fact, Template } from './template.ts';

/** Whether one of its slots is this fact. */
export function speaksOf({ source }: Template, fact: Fact): boolean {
  return new RegExp(`\\{\\{\\s*${fact}\\s*[|}]`).test(source);
}
