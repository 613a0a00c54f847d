import { describe, expect, it } from 'vitest';
import type { GuardedAnswer } from '../../../../src/pipeline/enrich/guard/guardedGet.ts';
import { anchorIn, anchorOf } from '../../../../src/pipeline/enrich/runbook/anchorIn.ts';
import { linkHealth } from '../../../../src/pipeline/enrich/runbook/linkHealth.ts';

const NOW = 1_772_445_600_000;
const LINK = 'https://wiki.example.com/runbooks/shop';
const page = (body: string, title = 'Shop is down'): string =>
  `<html><head><title>${title}</title></head><body>${body}</body></html>`;
const WORDS = 'What to do when the shop is down. '.repeat(10);

function health(link: string, answer: Partial<Omit<GuardedAnswer, 'url'>> & { url?: string } = {}): string {
  const { url = link, ...more } = answer;
  const whole: GuardedAnswer = {
    status: 200,
    redirects: [],
    contentType: 'text/html',
    text: page(WORDS),
    isCut: false,
    ...more,
    url: new URL(url),
  };
  const { status, because, checkedAt } = linkHealth(new URL(link), whole, NOW);
  expect(checkedAt).toBe(NOW);
  return because === '' ? status : `${status}: ${because}`;
}
const via = (url: string, status = 302) => ({ url, redirects: [{ status, to: url }] });

describe('the health of a link', () => {
  it.each([
    [200, 'ok'],
    [204, 'ok'],
    [404, 'gone: answers 404'],
    [410, 'gone: answers 410'],
    [401, 'login: asks who is there (401)'],
    [403, 'login: asks who is there (403)'],
    [429, 'ok: asks to be asked less often (429), so that it was not looked at'],
    [400, 'broken: answers 400'],
    [500, 'broken: answers 500'],
    [503, 'broken: answers 503'],
    [304, 'broken: answers 304'],
  ])('where it answers %d', (status, said) => expect(health(LINK, { status })).toBe(said));

  it('does not say for sure what GitHub hides', () => {
    expect(health('https://github.com/a/b/blob/main/x.md', { status: 404 })).toBe(
      'gone: answers 404, which GitHub also says of what is private',
    );
    expect(health('https://nogithub.com/a', { status: 404 })).toBe('gone: answers 404');
  });

  it.each([
    [
      'a login page that it leads to',
      LINK,
      { ...via('https://wiki.example.com/users/sign_in?next=x') },
      'login: it leads to wiki.example.com/users/sign_in',
    ],
    ['an identity provider', LINK, { ...via('https://sso.example.com/x') }, 'login: it leads to sso.example.com/x'],
    [
      'SAML',
      LINK,
      { ...via('https://wiki.example.com/saml2/redirect', 301) },
      'login: it leads to wiki.example.com/saml2/redirect',
    ],
    ['a title', LINK, { text: page(WORDS, 'Sign in · GitLab') }, 'login: its title is "Sign in · GitLab"'],
    ['another title', LINK, { text: page(WORDS, 'Confluence - Log In') }, 'login: its title is "Confluence - Log In"'],
    ['a password', LINK, { text: page(`<form><input name=p type="password"></form>${WORDS}`) }, 'login: it asks for a password'],
    ['a runbook about logging in', 'https://wiki.example.com/login', { text: page(WORDS, 'Login errors are high') }, 'ok'],
    [
      'a page that has the place, and a form',
      `${LINK}#a`,
      { text: page(`<h2 id="a">A</h2><input type="password">${WORDS}`) },
      'ok',
    ],
    ['a path in which it is part of a word', LINK, { ...via('https://wiki.example.com/blogging') }, 'ok'],
  ])('%s', (_, link, answer, said) => expect(health(link, answer)).toBe(said));

  it.each([
    ['https://wiki.example.com/new', 301, 'moved: moved for good to https://wiki.example.com/new'],
    ['https://other.example.com/', 308, 'moved: moved for good to https://other.example.com/'],
    ['https://wiki.example.com/new', 302, 'ok'],
    ['https://wiki.example.com/new', 307, 'ok'],
    ['https://www.wiki.example.com/runbooks/Shop/', 301, 'ok'],
  ])('where it leads to %s by %d', (url, status, said) =>
    expect(health('http://wiki.example.com/runbooks/shop', via(url, status))).toBe(said),
  );

  it.each([
    ['its id', '<h2 id="restart-it">', 'ok'],
    ['its id without quotes', '<h2 id=restart-it>', 'ok'],
    ['its id, blanks around', "<h2 class='x' ID = 'restart-it' >", 'ok'],
    ['its name', '<a name="restart-it"></a>', 'ok'],
    ['GitHub', '<h2 id="user-content-restart-it">', 'ok'],
    ['GitHub in JSON', '{"richText":"<a id=\\"user-content-restart-it\\" href"}', 'ok'],
    ["GitHub's contents", '"toc":[{"level":2,"anchor":"restart-it"}]', 'ok'],
    ['another', '<h2 id="restart-it-not">', 'no_anchor: has no #restart-it'],
    ['another still', '<h2 id="not-restart-it">', 'no_anchor: has no #restart-it'],
    ['only words', 'restart-it', 'no_anchor: has no #restart-it'],
    ['another attribute', '<h2 data-id="restart-it">', 'no_anchor: has no #restart-it'],
  ])('where its place is asked for and there is %s', (_, html, said) =>
    expect(health(`${LINK}#restart-it`, { text: page(html + WORDS) })).toBe(said),
  );

  it.each([
    ['is no page of HTML', { contentType: 'text/plain', text: '# A' }],
    ['is longer than what is read of a page, or packed', { isCut: true }],
    ['is drawn by a script', { text: page('<div id="root"></div><script>x()</script>') }],
  ])('does not miss a place where the page %s', (why, answer) => {
    expect(health(`${LINK}#a`, answer)).toBe(`ok: ${why}, so that #a was not looked for`);
  });

  it.each([
    ['#', null],
    ['#top', null],
    ['#L10', null],
    ['#L10-L20', null],
    ['#L10C2-L11C4', null],
    ['#/route', null],
    ['#!route', null],
    ['#:~:text=x', null],
    ['#a%20b', 'a b'],
    ['#%E0%A4%A', '%E0%A4%A'],
    ['#Level', 'Level'],
    ['#a.b(c', 'a.b(c'],
  ])('asks for the place of %s', (hash, anchor) => {
    expect(anchorOf(new URL(`${LINK}${hash}`))).toBe(anchor);
    if (anchor !== null) {
      expect(anchorIn(`<p id="${anchor}">`, anchor)).toBe(true);
      expect(anchorIn('<p id="aXb(c">', anchor)).toBe(false);
    }
  });
});
