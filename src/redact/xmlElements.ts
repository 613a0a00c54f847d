import { markAt } from './mark.ts';
import type { Pass } from './pass.ts';
import { isPlainValue, QUOTED } from './plainValue.ts';
import { secretName } from './secretName.ts';

/** `<password>…</password>`, also with a namespace, attributes, or written as `&lt;password&gt;`. */
const ELEMENT = /(<)([\w.:-]{2,80})((?:\s[^<>]{0,300}?)?)(>)([^<]{1,4096})(?=<\/)/g;
const ESCAPED = /(&lt;)([\w.:-]{2,80})((?:\s(?:(?!&[lg]t;)[^<>]){0,300}?)?)(&gt;)((?:(?!<|&lt;)[\s\S]){1,4096})(?=&lt;\/)/g;
const CDATA = /(<([\w.:-]{2,80})(?:\s[^<>]{0,300}?)?>\s{0,20}<!\[CDATA\[)((?:(?!\]\]>)[\s\S]){1,4096})(?=\]\]>)/g;
/** Hadoop's and Maven's pair of elements, and what names an entry. */
const PAIR = /(<(?:name|key)>\s{0,8}([\w.-]{2,80})\s{0,8}<\/(?:name|key)>\s{0,80}<(?:value|string)>)([^<]{1,4096})(?=<)/g;
const NAMED = /(?:^|\s)(?:name|key|id)\s?=\s?\\?["']([\w.-]{2,80})\\?["']/;

/** Secrets in XML: elements and pairs of elements. Attributes are written like every other key. */
export const xmlElements: Pass = {
  hints: ['</', '&lt;/', '<![cdata['],
  run(text, cut) {
    const secretOf = (name: string, value: string) => {
      const secret = secretName(name.replace(/^.*:/, ''));
      return secret && value.trim() !== '' && markAt(value, 0) !== value.length && !isPlainValue(value, name, secret, QUOTED)
        ? cut(secret.kind)
        : null;
    };
    const element = (whole: string, open: string, tag: string, attributes: string, close: string, value: string): string => {
      const mark = secretOf(tag, value) ?? secretOf(NAMED.exec(attributes)?.[1] ?? '', value);
      return mark === null ? whole : open + tag + attributes + close + mark;
    };
    return text
      .replace(PAIR, (whole, kept: string, name: string, value: string) => {
        const mark = secretOf(name, value);
        return mark === null ? whole : kept + mark;
      })
      .replace(CDATA, (whole, kept: string, name: string, value: string) => {
        const mark = secretOf(name, value);
        return mark === null ? whole : kept + mark;
      })
      .replace(ELEMENT, element)
      .replace(ESCAPED, element);
  },
};
