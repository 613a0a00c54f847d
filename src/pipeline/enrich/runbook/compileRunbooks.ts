import { type Matcher, parseMatchers } from '../../../alert/matcher.ts';
import { readTemplate, type Template } from '../../../template/template.ts';
import type { RunbookSettings } from './runbookSettings.ts';

/** The settings as `chooseRunbooks` uses them. */
export interface Runbooks {
  readonly annotations: readonly string[];
  readonly labels: readonly string[];
  readonly templates: readonly { readonly matchers: readonly Matcher[]; readonly url: Template }[];
  readonly hasFolder: boolean;
  readonly fallback: string | null;
}

/** Throws `MatcherError` or `TemplateError` for settings that the configuration has not checked. */
export function compileRunbooks({ annotations, labels, templates, folder, fallback }: RunbookSettings): Runbooks {
  return {
    annotations,
    labels,
    templates: templates.map(({ matchers, url }) => ({ matchers: matchers.flatMap(parseMatchers), url: readTemplate(url) })),
    hasFolder: folder !== null,
    fallback,
  };
}
