import { escapeXml } from './escapeXml.ts';
import { fitMiddle, textWidth } from './fitText.ts';
import type { Graph } from './graph.ts';
import { lineStyle } from './lineStyle.ts';

const SIZE = 10.5;
const ROW = 16;
const MARK = 22;
const GAP = 16;

/** The names of the lines in as many columns as fit, and the height that they take. One line that is called as the graph is needs no name. */
export function graphLegend(
  { title, series, leftOut }: Pick<Graph, 'title' | 'series' | 'leftOut'>,
  place: { readonly x: number; readonly y: number; readonly width: number },
): { readonly svg: string; readonly height: number } {
  const entries = series.map(({ name }, i) => ({ text: name as string, style: lineStyle(i) as string | null }));
  if (leftOut > 0) entries.push({ text: `and ${leftOut} more, not drawn`, style: null });
  if (entries.length === 1 && entries[0]?.text === title) return { svg: '', height: 0 };
  if (entries.length === 0) return { svg: '', height: 0 };
  const widest = Math.max(...entries.map(({ text }) => textWidth(text, SIZE))) + MARK + GAP;
  const columns = Math.max(1, Math.min(entries.length, 4, Math.floor((place.width + GAP) / widest)), entries.length > 6 ? 2 : 1);
  const width = Math.min(widest, (place.width + GAP) / columns);
  const rows = Math.ceil(entries.length / columns);
  const svg = entries.map(({ text, style }, i) => {
    const x = place.x + (i % columns) * width;
    const y = place.y + Math.floor(i / columns) * ROW + ROW / 2;
    const mark = style === null ? '' : `<path d="M${x},${y}h16" ${style}/>`;
    const label = escapeXml(fitMiddle(text, SIZE, width - MARK - GAP + 1));
    return `${mark}<text x="${style === null ? x : x + MARK}" y="${y + 3.7}" font-size="${SIZE}" fill="#424a53">${label}</text>`;
  });
  return { svg: svg.join(''), height: rows * ROW };
}
