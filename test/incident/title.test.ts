import { expect, it } from 'vitest';
import { titleOf } from '../../src/incident/title.ts';

const NO = {};
const DISK = { alertname: 'DiskFull', instance: 'db-1' };

it.each([
  ['its name', DISK, NO, NO, 'DiskFull'],
  ['its summary', DISK, { summary: 'disk of db-1 at 97%' }, NO, 'DiskFull: disk of db-1 at 97%'],
  ['its title, where it has no summary', DISK, { title: 'disk' }, NO, 'DiskFull: disk'],
  [
    'its group',
    DISK,
    NO,
    { alertname: 'DiskFull', cluster: 'eu', service: 'db', severity: 'page' },
    'DiskFull: cluster=eu, service=db',
  ],
  ['one line', DISK, { summary: ' disk\n\tof   db-1 ' }, NO, 'DiskFull: disk of db-1'],
  ['no echo', DISK, { summary: 'DiskFull' }, NO, 'DiskFull'],
  ['a word where there is no name', { instance: 'db-1' }, NO, NO, 'unnamed alert'],
  ['not what objects inherit', { alertname: 'A' }, NO, { alertname: 'A', toString: '' } as Record<string, string>, 'A'],
])('shows %s', (_case, labels, annotations, group, title) => {
  expect(titleOf({ labels: labels as Record<string, string>, annotations }, group)).toBe(title);
});

it('cuts what is too long, and no character in two', () => {
  const title = titleOf({ labels: DISK, annotations: { summary: '😀'.repeat(1_000) } }, {});
  expect(Array.from(title)).toHaveLength(250);
  expect(title).toMatch(/^DiskFull: (😀)+…$/u);
});
