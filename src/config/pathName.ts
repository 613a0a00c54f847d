/** Keys and list positions from the root of the file. */
export type Path = readonly PropertyKey[];

/** A path as people read it: `route.routes[0].receiver`, `severities["P 1"]`. */
export function pathName(path: Path): string {
  let name = '';
  for (const part of path) {
    if (typeof part === 'number') name += `[${part}]`;
    else if (!/^[\w-]+$/.test(String(part))) name += `[${JSON.stringify(String(part))}]`;
    else name += name === '' ? String(part) : `.${String(part)}`;
  }
  return name;
}
