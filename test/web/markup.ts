/** What is never to become markup. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</code></td></table></html>',
  '<!--',
  '&lt;b&gt;&#x3c;b&#x3e;',
  '\u202egnp.exe\u0000',
];

/** The elements of a page, each with the names of its attributes: `a[href,rel]`. */
export function elementsIn(html: string): Set<string> {
  const tags = [...html.matchAll(/<(\/?[a-z!][a-z0-9-]*)((?:[^<>"]|"[^"]*")*)>/gi)];
  return new Set(
    tags.map(([, name, attributes = '']) => {
      const names = [...attributes.matchAll(/([^\s=/"]+)(?:="[^"]*")?/g)].map(([, attribute]) => attribute);
      return `${name}[${names.join(',')}]`;
    }),
  );
}

/** Where its links and pictures lead. */
export function addressesIn(html: string): string[] {
  return [...html.matchAll(/ (?:href|src)="([^"]*)"/g)].map(([, address = '']) => address);
}

/** As people read it, on one line. */
export function textOf(html: string): string {
  return html
    .replaceAll(/<(?:li|tr|h2|h3|p|pre|summary)\b[^>]*>/g, ' | ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
