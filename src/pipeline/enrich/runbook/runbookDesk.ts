import { type ChosenRunbooks, chooseRunbooks, type RunbookQuestion } from './chooseRunbooks.ts';
import { compileRunbooks } from './compileRunbooks.ts';
import type { LinkHealth } from './linkHealth.ts';
import type { RunbookIndex } from './runbookIndex.ts';
import type { RunbookSettings } from './runbookSettings.ts';

/** Whoever wants to know of runbooks asks here. */
export interface RunbookDesk {
  choose(question: RunbookQuestion): ChosenRunbooks;
  /** As it was when it was last looked at; null: it has not been yet. */
  healthOf(url: string): LinkHealth | null;
}

/** `folder`: what was read of the settings' folder; null where there is none. */
export function runbookDesk(
  settings: RunbookSettings,
  folder: RunbookIndex | null,
  healthOf: (url: string) => LinkHealth | null,
): RunbookDesk {
  const runbooks = compileRunbooks(settings);
  return { choose: (question) => chooseRunbooks(question, runbooks, folder), healthOf };
}
