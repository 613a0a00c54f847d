import { expect, it } from 'vitest';
import { needsRestart } from '../../src/config/needsRestart.ts';
import { loadText } from './loadText.ts';

it.each([
  ['nothing', 'repeat_interval: 1h', 'repeat_interval: 2h', []],
  ['the address', '{}', 'server: { listen: ":9195" }', ['server.listen']],
  ['nothing, where the default is written out', '{}', 'server: { listen: "127.0.0.1:9195" }', []],
  ['the data folder', 'database: { data_dir: a }', 'database: { data_dir: b }', ['database.data_dir']],
  ['the database', 'database: { data_dir: a }', 'database: { url: "postgres://x/a" }', ['database.url']],
  [
    'a password of the database',
    'database: { url: "postgres://u:a@x/a" }',
    'database: { url: "postgres://u:b@x/a" }',
    ['database.url'],
  ],
  ['a folder that is not used', 'database: { url: "postgres://x/a" }', 'database: { url: "postgres://x/a", data_dir: b }', []],
  ['the log', '{}', 'telemetry: { log_level: debug }', ['telemetry.log_level']],
])('of %s', (_, started, now, keys) => {
  expect(needsRestart(loadText(started), loadText(now))).toEqual(keys);
});
