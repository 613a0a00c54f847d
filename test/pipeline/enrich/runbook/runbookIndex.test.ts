import { describe, expect, it } from 'vitest';
import { plainName } from '../../../../src/pipeline/enrich/runbook/plainName.ts';
import { indexRunbooks } from '../../../../src/pipeline/enrich/runbook/runbookIndex.ts';

const page = (...parts: string[]): string => parts.map((part) => `${part}\n`).join('\n');

const INDEX = indexRunbooks([
  {
    file: 'shop/ShopDown.md',
    text: page(
      '# ShopDown',
      '## Meaning',
      'It is down.',
      '## Impact',
      'No sales.',
      '## Mitigation',
      'Restart it.',
      '## Diagnosis',
      'Look at it.',
    ),
  },
  {
    file: 'shop/README.md',
    text: page(
      '# The shop',
      '## ShopSlow',
      'Wait.',
      '### Steps',
      '1. one',
      '## ShopEmpty / ShopFull',
      'Both.',
      '## ShopDown',
      'Elsewhere.',
    ),
  },
  { file: 'db/slow-queries.md', text: page('---\ntitle: Database Slow\nalerts: [PgSlow, PgLocked]\n---', 'Ask the database.') },
  {
    file: 'all.md',
    text: page(
      '# Alerts',
      '##### Alert Name: "KubeDown"',
      '+ *Message*: `down`',
      '##### Unwritten',
      'TODO',
      '## <a name="net"></a>Network',
      'Pull the plug.',
    ),
  },
  { file: 'net/router.md', text: page('# Router', 'All of it.', '## bgp_down {#bgp}', 'Call them.', '## NetDown', 'Look here.') },
  { file: 'a/same.md', text: 'One.' },
  { file: 'b/same.md', text: 'Other.' },
  { file: 'Empty.md', text: '# Empty\n' },
]);

describe('the runbooks of a folder', () => {
  it.each([
    [
      'ShopDown',
      'shop/ShopDown.md',
      'ShopDown',
      'Diagnosis\n\nLook at it.\n\nMitigation\n\nRestart it.\n\nMeaning\n\nIt is down.',
    ],
    ['ShopSlow', 'shop/README.md', 'ShopSlow', 'Steps\n\n1. one'],
    ['ShopFull', 'shop/README.md', 'ShopEmpty / ShopFull', 'Both.'],
    ['PgLocked', 'db/slow-queries.md', 'Database Slow', 'Ask the database.'],
    ['DatabaseSlow', 'db/slow-queries.md', 'Database Slow', 'Ask the database.'],
    ['SlowQueries', 'db/slow-queries.md', 'Database Slow', 'Ask the database.'],
    ['KubeDown', 'all.md', 'Alert Name: "KubeDown"', '- *Message*: `down`'],
    ['shop', 'shop/README.md', 'The shop', 'Steps\n\n1. one'],
  ])('by the alert %s', (alert, file, heading, quote) => {
    expect(INDEX.byAlert(alert)).toEqual({ file, heading, quote });
  });

  it.each(['Shop', 'Nobody', 'Unwritten', 'Empty', '', '!!', '__proto__', 'constructor'].slice(1))(
    'by the alert %j there is none',
    (alert) => {
      expect(INDEX.byAlert(alert)).toBeNull();
    },
  );

  it.each([
    ['shop/ShopDown.md', 'ShopDown', 'shop/ShopDown.md', 'ShopDown'],
    ['/runbooks/shop/shop-down/', 'X', 'shop/ShopDown.md', 'ShopDown'],
    ['ShopDown.md', 'X', 'shop/ShopDown.md', 'ShopDown'],
    ['shop', 'ShopSlow', 'shop/README.md', 'ShopSlow'],
    ['docs/net/router#bgp_down', 'X', 'net/router.md', 'bgp_down'],
    ['net/router.md#bgp', 'X', 'net/router.md', 'bgp_down'],
    ['net/router.md', 'NetDown', 'net/router.md', 'NetDown'],
    ['net/router.md#gone', 'NetDown', 'net/router.md', 'NetDown'],
    ['net/router.html?x=1#gone', 'X', 'net/router.md', 'Router'],
    ['all#net', 'X', 'all.md', 'Network'],
    ['all#alert-name-kubedown', 'X', 'all.md', 'Alert Name: "KubeDown"'],
    ['db/slow%2Dqueries', 'X', 'db/slow-queries.md', 'Database Slow'],
    ['PgSlow', 'X', 'db/slow-queries.md', 'Database Slow'],
    ['a/same', 'X', 'a/same.md', 'a/same.md'],
  ])('by the reference %s of %s', (reference, alert, file, heading) => {
    expect(INDEX.byReference(reference, alert)).toMatchObject({ file, heading });
  });

  it.each(['same', 'nobody.md', 'shop/nobody', '#bgp', '/', '../../etc/passwd', '%E0%A4%A', ''])(
    'by the reference %j there is none',
    (reference) => {
      expect(INDEX.byReference(reference, 'X')).toBeNull();
    },
  );

  it.each([
    ['KubePodCrashLooping', 'kube-pod crash_looping'],
    ['Alert Name: "KubeDown"', 'KubeDown'],
    ['alert-name-kubedown', 'KubeDown'],
    ['`Überlast`', 'überlast'],
  ])('%s is called %s', (one, other) => expect(plainName(one)).toBe(plainName(other)));

  it('does not take an alert for what it is about', () => {
    expect(plainName('AlertmanagerDown')).toBe('alertmanagerdown');
    expect(plainName('Alert')).toBe('alert');
  });
});
