import { isLoopback } from './isLoopback.ts';

/**
 * Why a text is not the address of a service that we call, or null where it is: https (http to this machine only), a path or
 * none, no credentials in it.
 */
export function baseUrlFault(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'is not a URL that begins with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must end with its path, without ? or #';
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    return 'uses http:// to another machine; only https:// is safe there';
  return null;
}
