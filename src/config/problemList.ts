import { type Path, pathName } from './pathName.ts';
import type { Problem } from './problem.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Gathers problems while a file is read, and knows where in the file each path stands. */
export class ProblemList {
  readonly #places = new Map<string, Place>();
  /** `integrations[0].token` → `token_file`, where the value came from there. */
  readonly #writtenAs = new Map<string, Path>();
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  readonly #told = new Set<string>();

  setPlace(path: Path, place: Place): void {
    this.#places.set(pathName(path), place);
  }

  /** From now on what is said of `path` is said of `written`. */
  setWrittenAs(path: Path, written: Path): void {
    this.#writtenAs.set(pathName(path), written);
  }

  add(path: Path, message: string, remedy = ''): void {
    this.#told.add(pathName(path));
    this.#problems.push(this.#problem(path, message, remedy));
  }

  warn(path: Path, message: string, remedy = ''): void {
    this.#warnings.push(this.#problem(path, message, remedy));
  }

  /** For what stands in no file: a flag or an environment variable. */
  addOutside(name: string, message: string, remedy = ''): void {
    this.#problems.push({ line: 0, column: 0, path: name, message, remedy });
  }

  /** True when something was said of this very path: what follows from it need not be said too. */
  has(path: Path): boolean {
    return this.#told.has(pathName(path));
  }

  get problems(): readonly Problem[] {
    return inOrder(this.#problems);
  }

  get warnings(): readonly Problem[] {
    return inOrder(this.#warnings);
  }

  #problem(path: Path, message: string, remedy: string): Problem {
    const written = this.#writtenAs.get(pathName(path)) ?? path;
    return { ...this.#placeOf(written), path: pathName(written), message, remedy };
  }

  /** Where it stands, or what holds it where it does not stand at all. */
  #placeOf(path: Path): Place {
    for (let length = path.length; length >= 0; length -= 1) {
      const place = this.#places.get(pathName(path.slice(0, length)));
      if (place) return place;
    }
    return { line: 0, column: 0 };
  }
}

function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}
