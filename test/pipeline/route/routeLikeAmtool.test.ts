import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PLAIN_ROUTE, type RouteNode } from '../../../src/pipeline/policy.ts';
import { compileRoute } from '../../../src/pipeline/route/compileRoute.ts';
import { route } from '../../../src/pipeline/route/route.ts';

/** JSON is YAML, so one text serves both programs. */
const RECEIVERS = ['default', 'a', 'b', 'c', 'd', 'e'];
const TREE = {
  receiver: 'default',
  routes: [
    {
      receiver: 'a',
      matchers: ['team="x"'],
      continue: true,
      routes: [{ receiver: 'b', matchers: ['env=~"prod|stage"', 'tier!="3"'] }],
    },
    { receiver: 'c', matchers: ['{env!~"dev.*", host=~"\\d+"}'] },
    {
      matchers: ['team=~"x|y"'],
      continue: true,
      routes: [{ receiver: 'd', matchers: ['env = prod'], continue: true }, { receiver: 'e' }],
    },
    { receiver: 'e', matchers: ['tier=""', 'note="tab\\there"'] },
    { receiver: 'b', matchers: ['note=~"a.b"'] },
  ],
};

interface WrittenNode {
  receiver?: string;
  matchers?: string[];
  continue?: boolean;
  routes?: WrittenNode[];
}

function completed(node: WrittenNode): RouteNode {
  return {
    ...PLAIN_ROUTE,
    receiver: node.receiver ?? '',
    matchers: node.matchers ?? [],
    continue: node.continue ?? false,
    routes: (node.routes ?? []).map(completed),
  };
}

const VALUES = { team: ['', 'x', 'y'], env: ['', 'prod', 'development'], tier: ['', '3'], host: ['', '12', 'ab'] };
const NOTES = ['', 'tab\\there', 'tab\there', 'a.b', 'a\nb'];

function labelSets(): Record<string, string>[] {
  let sets: Record<string, string>[] = [{ alertname: 'X' }];
  for (const [name, values] of Object.entries(VALUES)) {
    sets = sets.flatMap((set) => values.map((value) => (value === '' ? set : { ...set, [name]: value })));
  }
  // Without a loss of cases: the note is looked at by two routes that nothing else leads to.
  return [...sets, ...NOTES.map((note) => ({ alertname: 'X', note }))];
}

const dir = mkdtempSync(join(tmpdir(), 'tocsin-amtool-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('the routing tree', () => {
  it('gives the receivers that amtool gives', (context) => {
    if (spawnSync('amtool', ['--version']).error) {
      console.warn('SKIPPED: amtool is not on the PATH (Debian: prometheus-alertmanager); routing is not compared with it');
      context.skip();
    }
    const file = join(dir, 'alertmanager.yml');
    writeFileSync(file, JSON.stringify({ route: TREE, receivers: RECEIVERS.map((name) => ({ name })) }));
    const tree = compileRoute(completed(TREE));
    for (const labels of labelSets()) {
      const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
      const theirs = execFileSync('amtool', ['config', 'routes', 'test', `--config.file=${file}`, ...pairs], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ours = route(tree, labels, 'error').receivers;
      // amtool names a receiver as often as it is reached.
      expect(ours.join(','), pairs.join(' ')).toBe([...new Set(theirs.trim().split(','))].join(','));
    }
  });
});

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
