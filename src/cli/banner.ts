import type { Config } from '../config/config.ts';
import { configSource } from '../config/configSource.ts';
import type { OpenDatabase } from '../store/open.ts';
import { alertmanagerLines } from '../web/alertmanagerLines.ts';

/** What a person sees when the server has started: where it is, and the lines to paste into alertmanager.yml. */
export function banner(started: {
  config: Config;
  address: string;
  database: Pick<OpenDatabase, 'kind'>;
  madeToken: string | null;
}): string {
  const { config, address, database, madeToken } = started;
  const base = config.server.externalUrl ?? `http://${reachable(address)}`;
  const lines = [
    '',
    `  Tocsin listens on http://${address}`,
    `  Board             ${base}/`,
    `  Database          ${database.kind === 'pglite' ? `embedded, in ${config.database.dataDir}` : 'Postgres'}`,
    `  Configuration     ${configSource(config.file)}`,
    `  Receivers         ${config.receivers.map(({ name }) => name).join(', ')}`,
  ];
  if (madeToken) {
    lines.push('', '  A token was made, because none is configured. It is shown this once:', `    ${madeToken}`);
    lines.push('  It signs in to the board and the API (admin), and is the credential of integration `default`.');
  }
  lines.push(
    '',
    '  For alertmanager.yml:',
    '',
    ...indent(alertmanagerLines(base, config.integrations.length > 0 || madeToken !== null)),
  );
  const place = address === '127.0.0.1:9195' ? '' : ` --url http://${reachable(address)}`;
  const credential = config.integrations.length > 0 || madeToken !== null ? ' --token THE_INTEGRATION_TOKEN' : '';
  lines.push('', `  Something to look at: npm run -s tocsin -- demo${place}${credential}`, '');
  return `${lines.join('\n')}\n`;
}

function reachable(address: string): string {
  return address.replace(/^0\.0\.0\.0:/, '127.0.0.1:').replace(/^\[::\]:/, '127.0.0.1:');
}

function indent(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`);
}
