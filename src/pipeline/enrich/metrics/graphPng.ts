import type { Worker } from 'node:worker_threads';
import { SourceError } from '../sourceError.ts';
import type { Limits } from '../subject.ts';
import { beginGraphWorker, type GraphDrawn } from './graphWorker.ts';

/** Makes PNGs of what `graphSvg` gives, twice as large, in a thread of its own: a picture takes some 100 ms. */
export interface GraphPng {
  /** @throws SourceError where it is not drawn in time, or not at all */
  paint(svg: string, limits: Limits): Promise<Uint8Array>;
  /** Ends the thread. What is not drawn yet is refused. */
  close(): Promise<void>;
}

interface Job {
  readonly svg: string;
  done(png: Uint8Array): void;
  refused(error: SourceError): void;
}

/** A thread that has drawn nothing for so long gives its memory back. */
const IDLE_MS = 60_000;

/** The thread begins with the first picture, and keeps the process alive only while it draws. */
export function makeGraphPng(): GraphPng {
  const queue: Job[] = [];
  let drawing: Job | null = null;
  let worker: Worker | null = null;
  let idle: NodeJS.Timeout | undefined;

  const end = async (): Promise<void> => {
    clearTimeout(idle);
    const ended = worker;
    worker = null;
    await ended?.terminate();
  };
  const next = (): void => {
    drawing = queue.shift() ?? null;
    clearTimeout(idle);
    if (drawing === null) {
      worker?.unref();
      idle = setTimeout(() => void end(), IDLE_MS).unref();
      return;
    }
    worker ??= begun();
    worker.ref();
    worker.postMessage(drawing.svg);
  };
  const begun = (): Worker => {
    const begins = beginGraphWorker();
    begins.on('message', (answer: GraphDrawn) => {
      if (worker !== begins) return;
      const job = drawing;
      next();
      if ('png' in answer) job?.done(answer.png);
      else job?.refused(new SourceError(`not drawn: ${answer.fault.slice(0, 200)}`, 'unusable'));
    });
    const broken = (why: unknown): void => {
      if (worker !== begins) return;
      worker = null;
      const job = drawing;
      next();
      job?.refused(new SourceError(`not drawn: its thread ended (${String(why).slice(0, 200)})`, 'server_error'));
    };
    return begins.on('error', broken).on('exit', broken);
  };
  /** What is being drawn cannot be called off, and would make the one after it late too. */
  const drop = (job: Job): void => {
    const place = queue.indexOf(job);
    if (place >= 0) queue.splice(place, 1);
    if (drawing !== job) return;
    void end();
    next();
  };
  return {
    paint: async (svg, { signal, timeoutMs }) => {
      const late = (): SourceError => new SourceError(`timed out after ${timeoutMs / 1_000} s`, 'timeout');
      if (signal.aborted) throw late();
      let onAbort = (): void => {};
      const painted = new Promise<Uint8Array>((done, refused) => {
        const job: Job = { svg, done, refused };
        onAbort = () => {
          drop(job);
          refused(late());
        };
        signal.addEventListener('abort', onAbort, { once: true });
        queue.push(job);
        if (drawing === null) next();
      });
      return painted.finally(() => signal.removeEventListener('abort', onAbort));
    },
    close: async () => {
      const left = [...(drawing ? [drawing] : []), ...queue.splice(0)];
      drawing = null;
      for (const job of left) job.refused(new SourceError('not drawn: the program ends', 'unusable'));
      await end();
    },
  };
}
