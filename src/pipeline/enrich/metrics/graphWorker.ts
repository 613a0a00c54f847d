import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** What the thread answers to an SVG. */
export type GraphDrawn = { readonly png: Uint8Array } | { readonly fault: string };

/**
 * JavaScript as text, because a thread that begins with a TypeScript file does not begin on Node 20, with tsx or without. Twice as large as
 * it is shown, for screens that have the points.
 */
const CODE = `
const { readFileSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { initWasm, Resvg } = require(workerData.resvg);

const ready = initWasm(readFileSync(workerData.wasm));
const font = {
  fontBuffers: [new Uint8Array(readFileSync(workerData.font))],
  defaultFontFamily: 'DejaVu Sans',
  sansSerifFamily: 'DejaVu Sans',
};

function draw(svg) {
  const drawing = new Resvg(svg, { font, fitTo: { mode: 'zoom', value: 2 } });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}

parentPort.on('message', (svg) => {
  ready.then(() => draw(svg)).then(
    (png) => parentPort.postMessage({ png }),
    (error) => parentPort.postMessage({ fault: String(error) }),
  );
});
`;

/** A thread that answers each SVG that it is sent with a {@link GraphDrawn}. */
export function beginGraphWorker(): Worker {
  const { resolve } = createRequire(import.meta.url);
  const workerData = {
    resvg: resolve('@resvg/resvg-wasm'),
    wasm: resolve('@resvg/resvg-wasm/index_bg.wasm'),
    font: resolve('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'),
  };
  return new Worker(CODE, { eval: true, execArgv: [], workerData });
}
