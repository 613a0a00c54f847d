/** How runbooks are found, as the configuration says; plain JSON, matchers and templates as they were written and checked. */
export interface RunbookSettings {
  /** Names of annotations, best first. */
  readonly annotations: readonly string[];
  readonly labels: readonly string[];
  /** First match decides; no matchers match everything. */
  readonly templates: readonly { readonly matchers: readonly string[]; readonly url: string }[];
  /** Of Markdown files; null: none. */
  readonly folder: string | null;
  /** A link. */
  readonly fallback: string | null;
  /** Null: links are not looked at. `allow`: hosts and networks inside that may be asked, see `allowList.ts`. */
  readonly check: { readonly everyMs: number; readonly allow: readonly string[] } | null;
}

/** Without a section in the configuration: by the annotations that everybody uses. */
export const DEFAULT_RUNBOOKS: RunbookSettings = {
  annotations: ['runbook_url', 'runbook'],
  labels: [],
  templates: [],
  folder: null,
  fallback: null,
  check: null,
};
