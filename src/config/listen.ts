export interface Listen {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[::1]:9195` or `:9195` (every address), or null. Port 0 takes any free one. */
export function parseListen(text: string): Listen | null {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]@]*)):(\d{1,5})$/.exec(text);
  if (!match) return null;
  const port = Number(match[3]);
  return port <= 65_535 ? { host: match[1] ?? (match[2] || '0.0.0.0'), port } : null;
}
