const PATH =
  /(?:^|[/._-])(?:log-?in|sign-?in|signon|sso|saml2?|oauth2?|openid-connect|authorize|authenticate|users\/sign_in)(?:[/._-]|$)/i;
const HOST = /^(?:login|signin|sso|auth|accounts|idp|id|keycloak|okta|adfs)\d*\./i;
/** The whole of it, or before what the site is called: a runbook may have `Login errors` in its title. */
const TITLE =
  /^(?:please )?(?:log ?in|sign ?in|sign ?on|single sign-?on|authentication required|anmelden|anmeldung|connexion|iniciar sesi[oó]n)(?:$|\s*[|·:\u2013\u2014-]|\s+(?:to|with|bei)\b)|[|·\u2013\u2014-]\s*(?:log ?in|sign ?in|anmelden)$/i;
const PASSWORD = /<input\b[^>]{0,500}\btype\s*=\s*["']?password\b/i;

/** Why a page asks who is there instead of showing what was asked for: `its title is "Sign in"`. Null: it does not seem to. */
export function loginPage(page: { readonly url: URL; readonly isRedirected: boolean; readonly html: string }): string | null {
  const { url, isRedirected, html } = page;
  if (isRedirected && (PATH.test(url.pathname) || HOST.test(url.hostname))) return `it leads to ${url.host}${url.pathname}`;
  const title = /<title\b[^>]{0,200}>([^<]{0,300})/i.exec(html)?.[1]?.replace(/\s+/g, ' ').trim() ?? '';
  if (TITLE.test(title)) return `its title is ${JSON.stringify(title.slice(0, 80))}`;
  return PASSWORD.test(html) ? 'it asks for a password' : null;
}
