import { z } from 'zod';
import type { Template, TemplateValues } from '../../template/template.ts';
import { templateField } from './templateField.ts';

/** Up to the end of the host no slot may stand: where a link leads is the configuration's to say. */
const HOST = /^https?:\/\/[^/?#{}\s@]+[/?#]/;
const QUOTING = /["'`\\!]/;

/** An element of `links`. */
export const linkSchema = z.strictObject({
  name: z.string().min(1).max(60),
  url: templateField.refine(
    ({ source }) => HOST.test(source),
    'must begin with http:// or https://, a host without {{ }}, and a slash',
  ),
});
export type LinkConfig = z.output<typeof linkSchema>;

export type LinkRendered =
  | { readonly name: string; readonly href: string }
  /** Why there is none, for a page that wants to say so. */
  | { readonly name: string; readonly missing: string };

/** Whether something may be shown as a link, and how it is written then: `webLink`. */
export type LinkCheck = (text: string) => { readonly href: string } | null;

/**
 * One of `links` for a subject. What fills a slot is one value of the address, whatever it holds: it ends no parameter and no path.
 * Where the template writes in a language of its own within the address (the JSON of Grafana, the RISON of Kibana: there are
 * quotes in it), a value that could end a string there has no link.
 */
export function renderLink({ name, url }: LinkConfig, values: TemplateValues, check: LinkCheck): LinkRendered {
  const rendered = url.render(values, encoderOf(url));
  if ('missing' in rendered) return { name, missing: `no value for ${rendered.missing} that an address can hold` };
  const link = check(rendered.text);
  return link ? { name, href: link.href } : { name, missing: 'what its template gives is not a link' };
}

function encoderOf({ source }: Template): (value: string) => string | null {
  const isNested = QUOTING.test(decoded(source));
  return (value) => {
    // A browser takes these for "here" and "one up", encoded or not.
    if (/^\.{1,2}$/.test(value) || (isNested && QUOTING.test(value)) || !value.isWellFormed()) return null;
    return encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  };
}

/** As the other side reads it, which may decode an address within an address. */
function decoded(text: string): string {
  const once = text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return once === text ? text : decoded(once);
}
