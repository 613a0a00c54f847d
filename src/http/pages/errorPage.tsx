import type { Context } from 'hono';
import { MessagePage } from '../../web/messagePage.tsx';
import type { ErrorAnswer } from '../errorAnswer.ts';
import type { HttpEnv } from '../httpEnv.ts';
import { pageHeaders } from './pageHeaders.ts';

const SIGN_IN =
  'This board needs a token. Your browser asks for a user name and a password: give any name, and as the password a token ' +
  'of server.api_tokens in tocsin.yml (or the one printed at the first start).';

/** An error for somebody with a browser. */
export function errorPage(c: Context<HttpEnv>, { status, error }: ErrorAnswer): Response | Promise<Response> {
  for (const [name, value] of Object.entries(pageHeaders)) c.header(name, value);
  const title = status === 401 ? 'Sign in' : error.code.replaceAll('_', ' ');
  return c.html(<MessagePage title={title} text={status === 401 ? SIGN_IN : error.message} requestId={c.get('correlationId')} />);
}
