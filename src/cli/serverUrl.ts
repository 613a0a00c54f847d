import { CliExit } from './cliExit.ts';
import type { CliIo } from './cliIo.ts';

export const DEFAULT_URL = 'http://127.0.0.1:9195';

/** The server that `--url` (`given`) or `TOCSIN_URL` names, without a slash at its end. Throws `CliExit` for what is no address. */
export function serverUrl(io: Pick<CliIo, 'env'>, given: string | undefined): string {
  const [source, text] = given ? ['--url', given] : ['TOCSIN_URL', io.env.TOCSIN_URL || DEFAULT_URL];
  const isAddress = URL.canParse(text) && /^https?:\/\/[^?#@]+$/.test(text);
  if (!isAddress) throw new CliExit(2, `${source} is not the address of a server: write it as in ${DEFAULT_URL}`);
  return text.replace(/\/+$/, '');
}
