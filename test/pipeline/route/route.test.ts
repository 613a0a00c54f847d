import { describe, expect, it } from 'vitest';
import { formatMatcher } from '../../../src/alert/matcher.ts';
import { PLAIN_ROUTE, type RouteNode } from '../../../src/pipeline/policy.ts';
import { compileRoute } from '../../../src/pipeline/route/compileRoute.ts';
import { type RouteStep, route } from '../../../src/pipeline/route/route.ts';

function node(receiver: string, matchers: string[] = [], rest: Partial<RouteNode> = {}): RouteNode {
  return { ...PLAIN_ROUTE, receiver, matchers, ...rest };
}

const TREE = node('default', [], {
  routes: [
    node('audit', ['severity="critical"'], { continue: true }),
    node('payments', ['team="payments"'], {
      routes: [
        node('payments-db', ['service="db"']),
        node('', ['service=~"api|web"'], { routes: [node('payments-web', ['service="web"'])] }),
      ],
    }),
    node('storage', ['team=~"stor.*"', 'env!="dev"'], { continue: true }),
    node('audit', ['team="storage"']),
    node('none', ['severity="info"']),
  ],
});

function told(labels: Record<string, string>, severity: 'critical' | 'error' | 'info' = 'error'): readonly string[] {
  return route(compileRoute(TREE), labels, severity).receivers;
}

describe('route', () => {
  it.each([
    ['nothing matches: the root', {}, 'error', ['default']],
    ['the first child that matches', { team: 'payments' }, 'error', ['payments']],
    ['a child of it, rather than itself', { team: 'payments', service: 'db' }, 'error', ['payments-db']],
    ['a child without a receiver takes its parent’s', { team: 'payments', service: 'api' }, 'error', ['payments']],
    ['three levels down', { team: 'payments', service: 'web' }, 'error', ['payments-web']],
    ['continue goes on to the next one', { severity: 'critical', team: 'payments' }, 'critical', ['audit', 'payments']],
    ['continue with nothing after it leaves the root out', { severity: 'critical' }, 'critical', ['audit']],
    ['the same receiver twice is told once', { severity: 'critical', team: 'storage' }, 'critical', ['audit', 'storage']],
    ['every matcher must hold', { team: 'storage', env: 'dev' }, 'error', ['audit']],
    ['the mapped severity counts as well', { severity: 'p1' }, 'critical', ['audit']],
    ['a receiver without configs is one all the same', { severity: 'info' }, 'info', ['none']],
  ] as const)('%s', (_what, labels, severity, receivers) => {
    expect(told(labels, severity)).toEqual(receivers);
  });

  it('says of every node it looked at what became of it', () => {
    const { trace } = route(compileRoute(TREE), { team: 'payments', service: 'api', severity: 'warn' }, 'error');
    expect(trace.map(line)).toEqual([
      'route: enters',
      'route.routes[0]: skips: severity="critical", actual "warn"',
      'route.routes[1]: enters',
      'route.routes[1].routes[0]: skips: service="db", actual "api"',
      'route.routes[1].routes[1]: takes (payments)',
      'route.routes[1].routes[1].routes[0]: skips: service="web", actual "api"',
    ]);
  });

  it('names the first matcher that failed, and a missing label as empty', () => {
    const { trace } = route(compileRoute(TREE), { team: 'storage', env: 'dev' }, 'error');
    expect(trace.map(line)).toContain('route.routes[2]: skips: env!="dev", actual "dev"');
    expect(trace.map(line)).toContain('route.routes[0]: skips: severity="critical", actual ""');
    expect(trace.map(({ path }) => path)).not.toContain('route.routes[4]');
  });

  it('takes at the root whatever the root’s matchers say', () => {
    expect(route(compileRoute(node('default', ['a="b"'])), {}, 'error').receivers).toEqual(['default']);
  });
});

function line({ path, receiver, outcome }: RouteStep): string {
  if (outcome.kind === 'takes') return `${path}: takes (${receiver})`;
  if (outcome.kind === 'enters') return `${path}: enters`;
  return `${path}: skips: ${formatMatcher(outcome.failed)}, actual ${JSON.stringify(outcome.actual)}`;
}
