import { Socket } from 'node:net';

/**
 * Longer than any statement may take (`statement_timeout`): a connection on which nothing comes or goes for so long is dead
 * or idle, and may go either way.
 */
export const SILENCE_MS = 35_000;

interface Place {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | boolean | undefined;
}

/** For TLS postgres.js takes every listener off, this one too, and puts a TLS connection around it. */
class WatchedSocket extends Socket {
  readonly #silenceMs: number;
  readonly #gone: () => void;

  constructor(silenceMs: number, gone: () => void) {
    super();
    this.#silenceMs = silenceMs;
    this.#gone = gone;
    this.setTimeout(silenceMs);
    this.#watch();
  }

  override removeAllListeners(...event: [(string | symbol)?]): this {
    super.removeAllListeners(...event);
    this.#watch();
    return this;
  }

  #watch(): void {
    if (this.listenerCount('timeout') > 0) return;
    this.on('timeout', () => this.destroy(new Error(`the connection was silent for ${this.#silenceMs / 1000} s`)));
    // Under TLS nobody else listens for what it is destroyed with.
    this.on('error', () => {});
    this.once('close', this.#gone);
  }
}

/**
 * Makes the connections of postgres.js, which itself waits for ever for an answer: after a failover, or when a firewall has
 * forgotten the connection, that is until TCP gives up, a quarter of an hour later. The socket is handed over while it still
 * connects: what is written to it waits, and postgres.js hears of a failure as of any other.
 */
export function watchedSockets(silenceMs = SILENCE_MS): WatchedSockets {
  const sockets = new Set<Socket>();
  let attempts = 0;
  let isOver = false;
  const open = (place: unknown): Socket => {
    // postgres.js connects again for what it was told to end while it connected: the process would never end.
    if (isOver) throw new Error('the database has been closed');
    const { host, port, path } = place as Place;
    const nth = attempts % host.length;
    attempts += 1;
    const socket = new WatchedSocket(silenceMs, () => sockets.delete(socket));
    sockets.add(socket);
    if (typeof path === 'string') socket.connect(path);
    else socket.connect(port[nth] as number, host[nth] as string);
    // postgres.js reads the name for TLS from here.
    return Object.assign(socket, { host: host[nth], port: port[nth] });
  };
  const destroyAll = (): void => {
    isOver = true;
    for (const socket of sockets) socket.destroy();
  };
  return { open, destroyAll };
}

export interface WatchedSockets {
  /** What postgres.js takes as its `socket`. */
  open(place: unknown): Socket;
  /**
   * Cuts whatever is still connected: one that was told to end while it connected stays, and keeps the process alive. Nothing is
   * opened any more.
   */
  destroyAll(): void;
}
