import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PLAIN_ROUTE, type RouteNode } from '../../../src/pipeline/policy.ts';
import { compileRoute } from '../../../src/pipeline/route/compileRoute.ts';
import { route } from '../../../src/pipeline/route/route.ts';
import { takenBy } from '../../../src/pipeline/route/takenBy.ts';

const matchers = fc.subarray(['a="1"', 'b="1"', 'a!="2"', 'b=~"1|2"', 'a=~".+"'], { maxLength: 2 });
const nodes = (routes: fc.Arbitrary<RouteNode[]>): fc.Arbitrary<RouteNode> =>
  fc.record({ matchers, continue: fc.boolean(), routes }).map((given) => ({ ...PLAIN_ROUTE, receiver: 'r', ...given }));
const leaf = nodes(fc.constant([]));
const node = nodes(fc.array(nodes(fc.array(leaf, { maxLength: 6 })), { maxLength: 7 }));
const value = fc.constantFrom('', '1', '2');

it('takes the nodes that the whole walk takes', () => {
  fc.assert(
    fc.property(node, value, value, (root, a, b) => {
      const tree = compileRoute({ ...root, matchers: [] });
      expect(takenBy(tree, { a, b }, 'error')).toEqual(route(tree, { a, b }, 'error').taken);
    }),
    { numRuns: 300 },
  );
});
