import { afterEach, describe, expect, it } from 'vitest';
import { type GraphPng, makeGraphPng } from '../../../../src/pipeline/enrich/metrics/graphPng.ts';
import { graphSvg } from '../../../../src/pipeline/enrich/metrics/graphSvg.ts';
import { aGraph, harmless } from './aGraph.ts';

describe('graphPng', () => {
  let png: GraphPng;
  afterEach(() => png.close());
  const limits = (timeoutMs = 25_000) => ({ timeoutMs, signal: AbortSignal.timeout(timeoutMs) });
  const size = (bytes: Uint8Array) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return [Buffer.from(bytes.subarray(1, 4)).toString(), view.getUint32(16), view.getUint32(20)];
  };

  it('paints, twice as large as it is shown, with its letters', async () => {
    png = makeGraphPng();
    const svg = graphSvg(aGraph({ 'pod=a': [1, 2, 3] }));
    const painted = await png.paint(svg, limits());
    expect(size(painted)).toEqual(['PNG', 1280, 512]);
    const mute = await png.paint(svg.replace(/<text.*?<\/text>/g, ''), limits());
    expect(painted.byteLength).toBeGreaterThan(mute.byteLength * 1.5);
    expect(painted.byteLength).toBeLessThan(200_000);
  });

  it('paints several that are asked for at once, and goes on after one that is none', async () => {
    png = makeGraphPng();
    const svgs = ['a', 'b', 'c'].map((title) => graphSvg(aGraph({ x: [1, 2] }, { title: harmless(title) })));
    const [a, bad, b] = await Promise.allSettled([svgs[0], '<svg', svgs[1]].map((svg) => png.paint(svg as string, limits())));
    expect([a?.status, b?.status]).toEqual(['fulfilled', 'fulfilled']);
    expect(bad).toMatchObject({ reason: { message: expect.stringMatching(/^not drawn: /), outcome: 'unusable' } });
  });

  it('is late, and so is nobody else', async () => {
    png = makeGraphPng();
    const svg = graphSvg(aGraph({ x: [1, 2] }));
    const late = png.paint(svg, limits(1));
    const next = png.paint(svg, limits());
    await expect(late).rejects.toMatchObject({ message: 'timed out after 0.001 s', outcome: 'timeout' });
    expect(size(await next)[0]).toBe('PNG');
    await expect(png.paint(svg, { timeoutMs: 5, signal: AbortSignal.abort() })).rejects.toMatchObject({ outcome: 'timeout' });
  });

  it('refuses what is left when the program ends', async () => {
    png = makeGraphPng();
    const left = [1, 2].map(() => png.paint(graphSvg(aGraph({ x: [1] })), limits()));
    const refused = Promise.allSettled(left);
    await png.close();
    expect((await refused).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
