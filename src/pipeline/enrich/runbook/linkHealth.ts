import type { Instant } from '../../../alert/timestamp.ts';
import type { GuardedAnswer } from '../guard/guardedGet.ts';
import { anchorIn, anchorOf } from './anchorIn.ts';
import { loginPage } from './loginPage.ts';

export interface LinkHealth {
  /**
   * `gone`: 404 or 410. `broken`: no answer, or an error. `login`: it asks who is there. `moved`: for good, to somewhere else. `no_anchor`:
   * the page is there, the place in it is not. `refused`: by our own rules, and not asked.
   */
  readonly status: 'ok' | 'gone' | 'broken' | 'login' | 'moved' | 'no_anchor' | 'refused';
  /** After "it": `answers 404`. Empty where there is nothing to say. */
  readonly because: string;
  readonly checkedAt: Instant;
}

/** Pages of private repositories are 404 to strangers there. */
const HIDES = /(?:^|\.)github\.com$/;

/** What an answer says of the link that was asked. */
export function linkHealth(asked: URL, answer: GuardedAnswer, now: Instant): LinkHealth {
  const say = (status: LinkHealth['status'], because: string): LinkHealth => ({ status, because, checkedAt: now });
  const { status, url, text, redirects } = answer;
  if (status === 404 || status === 410) {
    return say('gone', `answers ${status}${HIDES.test(url.hostname) ? ', which GitHub also says of what is private' : ''}`);
  }
  if (status === 401 || status === 403 || status === 407) return say('login', `asks who is there (${status})`);
  if (status === 429) return say('ok', 'asks to be asked less often (429), so that it was not looked at');
  if (status < 200 || status >= 300) return say('broken', `answers ${status}`);
  const anchor = anchorOf(asked);
  const hasAnchor = anchor !== null && anchorIn(text, anchor);
  const login = hasAnchor ? null : loginPage({ url, isRedirected: redirects.length > 0, html: text });
  if (login !== null) return say('login', login);
  const [first] = redirects;
  const isForGood = first !== undefined && (first.status === 301 || first.status === 308);
  if (isForGood && !isSamePage(asked, url)) return say('moved', `moved for good to ${url.origin}${url.pathname}`);
  if (anchor === null || hasAnchor) return say('ok', '');
  const unseen = whyUnseen(answer);
  if (unseen !== null) return say('ok', `${unseen}, so that #${anchor} was not looked for`);
  return say('no_anchor', `has no #${anchor}`);
}

/** What people write without a thought: http for https, a slash at the end, `www.`. */
function isSamePage(one: URL, other: URL): boolean {
  const bare = ({ hostname, pathname, search }: URL): string =>
    `${hostname.replace(/^www\./, '')}${pathname.replace(/\/+$/, '').toLowerCase()}${search}`;
  return bare(one) === bare(other);
}

function whyUnseen({ contentType, text, isCut }: GuardedAnswer): string | null {
  if (!/html/i.test(contentType)) return 'is no page of HTML';
  if (isCut) return 'is longer than what is read of a page, or packed';
  const words = text
    .replace(/<(script|style|noscript)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[^>]*>/g, '')
    .trim();
  return words.length < 200 && /<script\b/i.test(text) ? 'is drawn by a script' : null;
}
