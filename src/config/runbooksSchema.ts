import { z } from 'zod';
import { allowFault } from '../pipeline/enrich/guard/allowList.ts';
import { DEFAULT_RUNBOOKS, type RunbookSettings } from '../pipeline/enrich/runbook/runbookSettings.ts';
import { webLink } from '../pipeline/notify/webLink.ts';
import { readTemplate } from '../template/template.ts';
import { TemplateError } from '../template/templateError.ts';
import { matchers, name, type Remedy, someTime } from './fields.ts';

const LEAST_MS = 60_000;
/** Stands where something is filled in; of private use, so that no address holds it. */
const SLOT = '\ue000';

function checked(fault: (text: string) => string | null, remedy: string) {
  return z.string().superRefine((text, context) => {
    const message = fault(text);
    if (message !== null) context.addIssue({ code: 'custom', message, params: { remedy } satisfies Remedy });
  });
}

const link = checked(
  (text) => (webLink(text) ? null : 'is not a link'),
  'write a whole address without a password, as in https://wiki.example.com/triage',
);

const templateUrl = checked(
  templateFault,
  "write it as in 'https://wiki.example.com/runbooks/{{ labels.alertname | slug }}': nothing of an alert may decide which host it is",
);

function templateFault(text: string): string | null {
  try {
    readTemplate(text);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  const bare = text.replace(/\{\{[^{}]*\}\}/g, SLOT);
  const [, authority] = /^https?:\/\/([^/?#\\]*)/i.exec(bare) ?? [];
  if (authority === undefined) return 'does not begin with https:// and a host';
  if (authority.includes(SLOT) && !/\ue000\.[^\ue000]+$/.test(authority)) return 'lets an alert say which host it leads to';
  return webLink(bare.replaceAll(SLOT, 'x')) ? null : 'is not a link, whatever is filled in';
}

const allowed = checked(allowFault, 'write a host or a network, as in wiki.corp.example, 10.20.0.0/16 or fd12:3456::/32');

const check = z.strictObject({
  every: someTime('write it as in 24h')
    .superRefine((millis, context) => {
      if (millis >= LEAST_MS || millis < 1_000) return;
      const params: Remedy = { remedy: 'write 1m or more, as in 24h' };
      context.addIssue({ code: 'custom', message: 'is too often for the servers that are asked', params });
    })
    .default(86_400_000),
  allow: z.array(allowed).default([]),
});

/** How runbooks are found and looked after. Without the section: by the annotations that everybody uses. */
export const runbooksSchema = z
  .strictObject({
    annotations: z.array(name).default([...DEFAULT_RUNBOOKS.annotations]),
    labels: z.array(name).default([]),
    templates: z.array(z.strictObject({ matchers: matchers.default([]), url: templateUrl })).default([]),
    folder: name.optional(),
    fallback: link.optional(),
    check: check.optional(),
  })
  .transform(
    ({ folder, fallback, check, ...places }): RunbookSettings => ({
      ...places,
      folder: folder ?? null,
      fallback: fallback ?? null,
      check: check ? { everyMs: check.every, allow: check.allow } : null,
    }),
  );
