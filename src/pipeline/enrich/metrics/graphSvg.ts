import type { Instant } from '../../../alert/timestamp.ts';
import { escapeXml } from './escapeXml.ts';
import { fitText, textWidth } from './fitText.ts';
import type { Graph } from './graph.ts';
import { graphLegend } from './graphLegend.ts';
import { lineColour, lineStyle } from './lineStyle.ts';
import { clockTime, dayOf, timeTicks, zoneName } from './timeAxis.ts';
import { isPlaceable, type ValueAxis, valueAxis, writeValue } from './valueAxis.ts';

const WIDTH = 640;
const SIDE = 16;
const TOP = 54;
const PLOT_HEIGHT = 150;
const BELOW_PLOT = 24;
const LABEL = 10.5;
const REMARK = 18;
const DAY = 86_400_000;
const FIRED = '#c4162a';
const THRESHOLD = '#3d444d';

/** Where things stand: from times and values to places in the picture. */
interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(at: Instant): number;
  y(value: number): number;
}

/**
 * A small picture of what an alert speaks of: its lines, the moment it fired, and what the rule compares with. It has its own light
 * ground, so that it can be read in a dark window too.
 */
export function graphSvg(graph: Graph): string {
  const numbers = graph.series.flatMap(({ points }) => points.map(([, value]) => value));
  const isEmpty = !numbers.some(isPlaceable);
  const axis = valueAxis(graph.threshold === null ? numbers : [...numbers, graph.threshold]);
  const frame = frameOf(graph, axis);
  const legend = graphLegend(graph, { x: frame.left, y: frame.bottom + BELOW_PLOT + 2, width: frame.right - frame.left });
  const below = frame.bottom + BELOW_PLOT + legend.height + (legend.height > 0 ? 12 : 4);
  const height = below + (graph.remark === undefined ? 0 : REMARK);
  const title = fitText(graph.title, 13, WIDTH - 2 * SIDE);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img"`,
    ` font-family="DejaVu Sans, Verdana, sans-serif">`,
    `<title>${escapeXml(graph.title.slice(0, 300))}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${SIDE}" y="24" font-size="13" fill="#1f2328">${escapeXml(title)}</text>`,
    grid(graph, axis, frame),
    firedGround(graph, frame),
    thresholdLine(graph, frame),
    `<clipPath id="plot"><rect x="${frame.left}" y="${frame.top - 2}" width="${frame.right - frame.left}" height="${frame.bottom - frame.top + 4}"/></clipPath>`,
    `<g clip-path="url(#plot)">${graph.series.map((serie, i) => line(serie.points, i, graph.stepSeconds, frame)).join('')}</g>`,
    firedLine(graph, frame),
    isEmpty
      ? `<text x="${round((frame.left + frame.right) / 2)}" y="${TOP + PLOT_HEIGHT / 3}" ${small('middle')}>no data</text>`
      : '',
    legend.svg,
    remarkLine(graph, below),
    '</svg>',
  ].join('');
}

function remarkLine({ remark }: Graph, below: number): string {
  if (remark === undefined) return '';
  const text = escapeXml(fitText(remark, LABEL, WIDTH - 2 * SIDE));
  return `<text x="${SIDE}" y="${below + 8}" ${small('start')}>${text}</text>`;
}

function frameOf({ window, threshold }: Graph, { least, most, ticks }: ValueAxis): Frame {
  const widest = Math.max(...ticks.map(({ label }) => textWidth(label, LABEL)));
  const beside = isDrawn(threshold) ? textWidth(writeValue(threshold), LABEL) + 6 : 4;
  const [left, right, top, bottom] = [
    Math.ceil(SIDE + Math.max(widest, 26) + 8),
    Math.floor(WIDTH - SIDE - beside),
    TOP,
    TOP + PLOT_HEIGHT,
  ];
  const span = Math.max(1, window.to - window.from);
  return {
    left,
    right,
    top,
    bottom,
    x: (at) => round(left + ((at - window.from) / span) * (right - left)),
    y: (value) => round(bottom - ((value - least) / (most - least)) * (bottom - top)),
  };
}

function grid({ window, zone }: Graph, { ticks }: ValueAxis, { left, right, bottom, x, y }: Frame): string {
  const across = ticks.map(
    ({ value, label }) =>
      `<path d="M${left},${y(value)}H${right}" stroke="${value === 0 ? '#afb8c1' : '#e4e8ec'}"/>` +
      `<text x="${left - 8}" y="${y(value) + 3.8}" ${small('end')}>${label}</text>`,
  );
  const zoneWord = zoneName(window.from, zone);
  const zoneEnd = SIDE + textWidth(zoneWord, LABEL) + 8;
  const along = timeTicks(window.from, window.to, zone).map(({ at, label }) => {
    const middle = Math.min(x(at), right - textWidth(label, LABEL) / 2 + 4);
    const isCovered = middle - textWidth(label, LABEL) / 2 < zoneEnd;
    const text = isCovered ? '' : `<text x="${middle}" y="${bottom + 17}" ${small('middle')}>${label}</text>`;
    return `<path d="M${x(at)},${bottom}v4" stroke="#afb8c1"/>${text}`;
  });
  const zoneLabel = `<text x="${SIDE}" y="${bottom + 17}" ${small('start', '#8c959f')}>${escapeXml(zoneWord)}</text>`;
  return `${across.join('')}<path d="M${left},${bottom}H${right}" stroke="#afb8c1"/>${along.join('')}${zoneLabel}`;
}

/** Segments between gaps. A point that stands alone is a dot, or it would not be seen. */
function line(points: Graph['series'][number]['points'], n: number, stepSeconds: number, { x, y }: Frame): string {
  const segments: (readonly [Instant, number])[][] = [];
  let last: Instant | null = null;
  for (const [at, value] of points) {
    if (!isPlaceable(value)) {
      last = null;
      continue;
    }
    if (last === null || at - last > stepSeconds * 1_500) segments.push([]);
    segments.at(-1)?.push([at, value]);
    last = at;
  }
  const lines = segments.filter((segment) => segment.length > 1);
  const path = lines.map((segment) => `M${segment.map(([at, value]) => `${x(at)},${y(value)}`).join('L')}`).join('');
  const dots = segments.flatMap((segment) => (segment.length === 1 ? segment : []));
  const drawn = path === '' ? '' : `<path d="${path}" ${lineStyle(n)}/>`;
  return drawn + dots.map(([at, value]) => `<circle cx="${x(at)}" cy="${y(value)}" r="2.5" fill="${lineColour(n)}"/>`).join('');
}

function thresholdLine({ threshold }: Graph, { left, right, y }: Frame): string {
  if (!isDrawn(threshold)) return '';
  const at = y(threshold);
  return (
    `<path d="M${left},${at}H${right}" stroke="${THRESHOLD}" stroke-width="1.4" stroke-dasharray="5 4"/>` +
    `<text x="${right + 6}" y="${round(at + 3.8)}" ${small('start', THRESHOLD)}>${writeValue(threshold)}</text>`
  );
}

function isDrawn(threshold: number | null): threshold is number {
  return threshold !== null && isPlaceable(threshold);
}

function isShown({ firedAt, window }: Graph): boolean {
  return firedAt >= window.from && firedAt <= window.to;
}

/** Since when it fires. */
function firedGround(graph: Graph, { right, top, bottom, x }: Frame): string {
  if (!isShown(graph)) return '';
  const from = x(graph.firedAt);
  return `<rect x="${from}" y="${top}" width="${round(right - from)}" height="${bottom - top}" fill="${FIRED}" fill-opacity="0.06"/>`;
}

function firedLine(graph: Graph, { left, right, top, bottom, x }: Frame): string {
  if (!isShown(graph)) return '';
  const at = x(graph.firedAt);
  const { firedAt, window, zone } = graph;
  const day = window.to - window.from > DAY ? `${dayOf(firedAt, zone)} ` : '';
  const label = `fired ${day}${clockTime(firedAt, zone)}`;
  const half = textWidth(label, LABEL) / 2;
  const middle = Math.min(Math.max(at, left + half), right - half);
  return (
    `<path d="M${at},${top - 6}V${bottom}" stroke="${FIRED}" stroke-width="1.5"/>` +
    `<text x="${round(middle)}" y="${top - 10}" ${small('middle', FIRED)}>${label}</text>`
  );
}

function small(anchor: 'start' | 'middle' | 'end', colour = '#57606a'): string {
  return `font-size="${LABEL}" text-anchor="${anchor}" fill="${colour}"`;
}

function round(place: number): number {
  return Math.round(place * 10) / 10;
}
