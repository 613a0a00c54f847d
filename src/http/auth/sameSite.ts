import type { IncomingHttpHeaders } from 'node:http';
import { TocsinError } from '../../errors.ts';

/**
 * Refuses an act that another site's page makes a browser send: a browser adds the Basic credential by itself, and an open
 * server on this machine needs none. Programs send neither header and pass.
 * @param externalUrl where people reach this server, for a proxy that changes the Host
 * @throws TocsinError `forbidden`
 */
export function requireSameSite(headers: IncomingHttpHeaders, externalUrl: string | null): void {
  const site = headers['sec-fetch-site'];
  const { origin, host } = headers;
  const own = [host?.toLowerCase(), externalUrl === null ? null : hostOf(externalUrl)];
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== undefined && !own.includes(hostOf(origin) ?? '');
  if (foreignSite || foreignOrigin) {
    throw new TocsinError(
      'forbidden',
      `The request comes from a page of ${origin ?? 'another site'}. Act from this server's own pages.`,
    );
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
