import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

const CHUNK = 1024 * 1024;

/** The lines of a file with their numbers, from 1; blank ones are left out. Holds no more of it than a line and a chunk. */
export function* fileLines(path: string): Generator<{ readonly number: number; readonly text: string }> {
  const file = openSync(path, 'r');
  try {
    // To read from a folder fails too, and the error does not say which.
    if (fstatSync(file).isDirectory()) throw Object.assign(new Error(`${path} is a folder`), { code: 'EISDIR', path });
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.allocUnsafe(CHUNK);
    // A line of many chunks is put together once, not chunk by chunk.
    let pieces: string[] = [];
    let number = 0;
    for (let size = readSync(file, chunk); size > 0; size = readSync(file, chunk)) {
      const text = decoder.write(chunk.subarray(0, size));
      let from = 0;
      for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
        pieces.push(text.slice(from, end));
        number += 1;
        const line = pieces.join('');
        pieces = [];
        from = end + 1;
        if (line.trim() !== '') yield { number, text: line };
      }
      pieces.push(text.slice(from));
    }
    const rest = pieces.join('') + decoder.end();
    if (rest.trim() !== '') yield { number: number + 1, text: rest };
  } finally {
    closeSync(file);
  }
}
