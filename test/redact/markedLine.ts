/** A line of a corpus, and what of it must go. */
export interface MarkedLine {
  readonly line: string;
  readonly secrets: readonly string[];
  /** The line with one `@@` for each secret. */
  readonly shown: string;
}

/** Reads `password=«hunter2» user=bob`. `»` may be missing where a line is cut off inside of the secret; `¦` counts for nothing. */
export function markedLine(written: string): MarkedLine {
  const text = written.replaceAll('¦', '');
  const secrets = [...text.matchAll(/«([^»]+)(?:»|$)/g)].map((match) => match[1] as string);
  return { line: text.replace(/[«»]/g, ''), secrets, shown: text.replace(/«[^»]+(?:»|$)/g, '@@') };
}
