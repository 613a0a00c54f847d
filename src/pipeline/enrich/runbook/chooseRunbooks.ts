import { type Labels, labelValue } from '../../../alert/labels.ts';
import { matchesAll } from '../../../alert/matcher.ts';
import type { Severity } from '../../../alert/severity.ts';
import type { TemplateValues } from '../../../template/template.ts';
import { webLink } from '../../notify/webLink.ts';
import type { Runbooks } from './compileRunbooks.ts';
import { encodeSlot } from './encodeSlot.ts';
import { linksIn, type NoLink } from './linksIn.ts';
import type { RunbookIndex, RunbookSection } from './runbookIndex.ts';

export type RunbookSource = `annotation ${string}` | `label ${string}` | 'service' | 'template' | 'folder' | 'fallback';

/** A runbook: a link, a part of a file in the folder, or both. */
export interface Runbook {
  /** Http or https, as `webLink` lets it pass. */
  readonly url: string | null;
  readonly source: RunbookSource;
  readonly section?: RunbookSection;
}

export interface ChosenRunbooks {
  readonly runbooks: readonly Runbook[];
  /** What stood where a link was looked for; `where` is as in {@link RunbookSource}. */
  readonly notLinks: readonly (NoLink & { readonly where: string })[];
}

export interface RunbookQuestion {
  readonly alerts: readonly {
    /** As routes read them: with the service's team and tier. */
    readonly labels: Labels;
    readonly annotations: Labels;
    /** As mapped; null: only the label as it was sent counts. */
    readonly severity: Severity | null;
    /** What the configuration says of the service that it speaks of. */
    readonly serviceRunbook: string | null;
  }[];
  /** What templates may say beside labels and annotations. */
  readonly facts: TemplateValues['facts'];
}

type Alert = RunbookQuestion['alerts'][number];

const MOST_ALERTS = 200;
const MOST_RUNBOOKS = 10;
const MOST_NOT_LINKS = 20;
const NOWHERE = ', and there is no runbooks.folder to look it up in';

/**
 * The runbooks of an incident's alerts, each once. For each alert the first place that yields one decides: annotations, labels, service,
 * templates. The folder's part that speaks of the alert stands beside that link, or alone where there is none. The fallback is for
 * incidents of which no alert has any.
 */
export function chooseRunbooks(
  { alerts, facts }: RunbookQuestion,
  settings: Runbooks,
  folder: RunbookIndex | null,
): ChosenRunbooks {
  const found = new Map<string, Runbook>();
  const notLinks = new Map<string, NoLink & { where: string }>();
  const sections = new Map<string, RunbookSection | null>();
  const byAlert = (name: string): RunbookSection | null => {
    const known = sections.get(name);
    if (known !== undefined) return known;
    const section = name === '' ? null : (folder?.byAlert(name) ?? null);
    sections.set(name, section);
    return section;
  };
  for (const alert of alerts.slice(0, MOST_ALERTS)) {
    const say = (where: string, none: NoLink): unknown => notLinks.set(`${where} ${none.value}`, { where, ...none });
    const [first, ...others] = linkedFor(alert, facts, settings, folder, say);
    const section = first?.section ?? byAlert(labelValue(alert.labels, 'alertname'));
    const own = first ? [{ ...first, ...(section && { section }) }, ...others] : section ? [inFolder(section)] : [];
    for (const runbook of own) {
      const key = runbook.url ?? `${runbook.section?.file} ${runbook.section?.heading}`;
      if (!found.has(key)) found.set(key, runbook);
    }
    if (found.size >= MOST_RUNBOOKS) break;
  }
  const fallback = found.size === 0 && settings.fallback !== null ? webLink(settings.fallback) : null;
  if (fallback) found.set(fallback.href, { url: fallback.href, source: 'fallback' });
  return { runbooks: [...found.values()].slice(0, MOST_RUNBOOKS), notLinks: [...notLinks.values()].slice(0, MOST_NOT_LINKS) };
}

function inFolder(section: RunbookSection): Runbook {
  return { url: null, source: 'folder', section };
}

/** What the first place yields that has any. */
function linkedFor(
  alert: Alert,
  facts: TemplateValues['facts'],
  settings: Runbooks,
  folder: RunbookIndex | null,
  say: (where: string, none: NoLink) => void,
): readonly Runbook[] {
  for (const [word, names, values] of [
    ['annotation', settings.annotations, alert.annotations],
    ['label', settings.labels, alert.labels],
  ] as const) {
    for (const name of names) {
      // An empty label is none, an empty annotation is one that somebody left to be filled in.
      if (!Object.hasOwn(values, name) || (word === 'label' && labelValue(values, name) === '')) continue;
      const runbooks = runbooksIn(labelValue(values, name), `${word} ${name}`, alert, settings, folder, say);
      if (runbooks.length > 0) return runbooks;
    }
  }
  const ofService = alert.serviceRunbook === null ? null : webLink(alert.serviceRunbook);
  if (ofService) return [{ url: ofService.href, source: 'service' }];
  const template = settings.templates.find(({ matchers }) => matchesAll(matchers, alert.labels, alert.severity));
  const rendered = template?.url.render({ labels: alert.labels, annotations: alert.annotations, facts }, encodeSlot);
  const link = rendered && 'text' in rendered ? webLink(rendered.text) : null;
  return link ? [{ url: link.href, source: 'template' }] : [];
}

function runbooksIn(
  text: string,
  where: `annotation ${string}` | `label ${string}`,
  alert: Alert,
  settings: Runbooks,
  folder: RunbookIndex | null,
  say: (where: string, none: NoLink) => void,
): readonly Runbook[] {
  const { links, references, notLinks } = linksIn(text);
  for (const none of notLinks) say(where, none);
  const runbooks: Runbook[] = links.map((url) => ({ url, source: where }));
  for (const reference of references) {
    const section = folder?.byReference(reference.value, labelValue(alert.labels, 'alertname')) ?? null;
    if (section) runbooks.push({ url: null, source: where, section });
    else {
      const why = settings.hasFolder ? ' that the runbook folder does not have' : NOWHERE;
      const isPath = reference.what === 'a name or a path';
      say(where, { ...reference, what: isPath ? `${reference.what}${why}` : reference.what });
    }
  }
  return runbooks;
}
