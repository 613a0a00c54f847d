import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Graph } from '../../../../src/pipeline/enrich/metrics/graph.ts';
import { graphSvg } from '../../../../src/pipeline/enrich/metrics/graphSvg.ts';
import { aGraph, harmless } from './aGraph.ts';

const N = Number.NaN;
const words = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
/** The numbers of the lines' paths. */
const paths = (svg: string) => [...svg.matchAll(/<path d="(M[^"]*)" fill="none"/g)].map(([, d]) => d as string);
/** The lines of the plot, without the marks of the legend. */
const lines = (svg: string) => paths(svg).filter((d) => d.includes('L'));

describe('graphSvg', () => {
  it('says what it is, when it fired, what it is compared with, and which line is which', () => {
    const svg = graphSvg(aGraph({ 'pod=a': [0, 0.5, 1], 'pod=b': [1, 1, 1] }, { threshold: 0.9 }));
    expect(words(svg)).toEqual(
      expect.arrayContaining(['ErrorsHigh: errors:rate5m', 'fired 02:17', '0.9', 'pod=a', 'pod=b', 'UTC', '02:00']),
    );
    expect(svg).toContain('<rect width="640" height="256" fill="#ffffff"/>');
    expect(svg).toContain('stroke-dasharray="5 4"');
    expect(words(graphSvg(aGraph({ a: [1] }))).join()).not.toContain('0.9');
  });

  it.each([
    ['a gap for NaN', [1, 2, N, 2, 1], 2, 0],
    ['a gap for infinity', [1, 2, Number.POSITIVE_INFINITY, 2, 1], 2, 0],
    ['a dot for one point', [1], 0, 1],
    ['dots between gaps', [1, N, 2, N, 3, 4], 1, 2],
    ['nothing of nothing', [N, N], 0, 0],
  ])('%s', (_, values, segments, dots) => {
    const svg = graphSvg(aGraph({ a: values }));
    expect(lines(svg).join('').split('M').length - 1).toBe(segments);
    expect(svg.split('<circle').length - 1).toBe(dots);
    expect(words(svg).includes('no data')).toBe(values.every((value) => !Number.isFinite(value)));
  });

  it('leaves a gap where points are missing', () => {
    const graph = aGraph({ a: [1, 2, 3, 4, 5, 6] });
    const points = graph.series[0]?.points.filter((_, i) => i !== 2) ?? [];
    expect(
      lines(graphSvg({ ...graph, series: [{ name: harmless('a'), points }] }))
        .join('')
        .split('M').length - 1,
    ).toBe(2);
  });

  it('counts what is not drawn, and writes the time of the zone', () => {
    const svg = graphSvg(aGraph({ a: [1, 2] }, { leftOut: 7, zone: 'Asia/Kolkata' }));
    expect(words(svg)).toEqual(expect.arrayContaining(['and 7 more, not drawn', 'fired 07:47', 'GMT+5:30', '07:30']));
  });

  it('writes the day where it is more than one', () => {
    const graph = aGraph({ a: [1, 2] });
    const svg = graphSvg({ ...graph, window: { ...graph.window, to: graph.firedAt + 3 * 86_400_000 } });
    expect(words(svg)).toEqual(expect.arrayContaining(['fired 4 Mar 02:17', '5 Mar', '12:00']));
  });

  it('has another look for each of ten lines', () => {
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`pod=${i}`, [i, i + 1]]));
    const looks = [...graphSvg(aGraph(ten)).matchAll(/stroke="(#\w+)" stroke-width="1.8"/g)].map(([, colour]) => colour);
    expect(new Set(looks).size).toBe(10);
  });

  it('shows no moment that is not in the picture', () => {
    expect(graphSvg(aGraph({ a: [1] }, { firedAt: 0 }))).not.toContain('fired');
  });

  test('whatever it is given, it is well-formed, has no script, and every place is in the picture', () => {
    const value = fc.oneof(fc.double(), fc.constantFrom(0, -0, 1e308, -1e308, 5e-324, N));
    const name = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('</text><script>x</script>', '"><a href="', ']]>', '\u202e\0\ufffe'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.array(value, { maxLength: 70 }), { maxKeys: 10 }),
        name,
        value,
        (given, title, threshold) => {
          const svg = graphSvg(aGraph(given, { title: harmless(title), threshold }));
          expect(wellFormed(svg)).toBe(true);
          expect([...svg.matchAll(/<([a-z]\w*)/gi)].map(([, tag]) => tag).filter((tag) => !TAGS.has(tag as string))).toEqual([]);
          expect(svg).not.toMatch(/ (?:x|y|d|cx|cy|width|height)="[^"]*(?:NaN|Infinity|undefined)/);
          for (const place of lines(svg)
            .join(' ')
            .match(/-?[\d.]+(?:e[-+]?\d+)?/g) ?? [])
            expect(Math.abs(Number(place))).toBeLessThan(641);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('costs little with a name that has no end', () => {
    const graph: Graph = aGraph({ ['x'.repeat(1_000_000)]: [1, 2] }, { title: harmless('y'.repeat(1_000_000)) });
    expect(graphSvg(graph).length).toBeLessThan(10_000);
  });
});

const TAGS = new Set(['svg', 'title', 'rect', 'text', 'path', 'g', 'clipPath', 'circle']);

/** Elements that are closed in order, and no signs that XML does not allow. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(svg) || !svg.isWellFormed()) return false;
  const text = svg.replace(
    /<(\/?)([a-zA-Z]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end: string, tag: string, __, empty: string) => {
      if (end === '/') return open.pop() === tag ? '' : '<';
      if (empty !== '/') open.push(tag);
      return '';
    },
  );
  return open.length === 0 && !/[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.test(text);
}
