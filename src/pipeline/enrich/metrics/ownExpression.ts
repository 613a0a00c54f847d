/** What a rule's own page says of where it stands. */
export type OwnExpression =
  | { readonly expression: string }
  /** It is another server's: its address, up to the page. */
  | { readonly elsewhere: string };

const LONGEST = 16_384;

/**
 * The expression in the address that Prometheus gives an alert (`http://prometheus:9090/graph?g0.expr=…&g0.tab=1`), where that address is
 * one of `homes`: origin and path prefix. Null where it is no such address. The address is only read, never fetched.
 */
export function ownExpression(generatorUrl: string, homes: readonly string[]): OwnExpression | null {
  if (!URL.canParse(generatorUrl)) return null;
  const url = new URL(generatorUrl);
  const page = /^(.*)\/(?:graph|query)\/?$/.exec(url.pathname);
  const expression = url.searchParams.get('g0.expr') ?? '';
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || !page || expression.trim() === '') return null;
  const home = `${url.origin}${page[1]}`;
  if (!homes.some((one) => homeOf(one) === home)) return { elsewhere: home.slice(0, 200) };
  return expression.length > LONGEST ? null : { expression };
}

function homeOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
}
