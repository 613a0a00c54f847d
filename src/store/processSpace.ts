import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Where process numbers mean the same: a container has its own, also one that shares its host's name. */
export function processSpace(): string {
  try {
    return `${hostname()}:${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
  } catch {
    return hostname();
  }
}
