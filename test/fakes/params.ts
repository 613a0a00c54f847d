/** A query or form, looked through strictly: what is not in `known` or given twice is a fault, and so is what does not match. */
export function paramFaults(
  params: URLSearchParams,
  known: Readonly<Record<string, RegExp>>,
  needed: readonly string[],
): string[] {
  const names = [...params.keys()];
  return [
    ...names.filter((name) => !Object.hasOwn(known, name)).map((name) => `unknown parameter ${name}`),
    ...names.filter((name, i) => names.indexOf(name) !== i).map((name) => `${name} twice`),
    ...needed.filter((name) => !params.has(name)).map((name) => `no ${name}`),
    ...[...params].filter(([name, value]) => known[name] && !known[name].test(value)).map(([name, value]) => `${name}=${value}`),
  ];
}

/** Unix times of this century, by their number of digits. */
export const SECONDS = /^1[4-9]\d{8}(?:\.\d{1,3})?$|^[2-3]\d{9}(?:\.\d{1,3})?$/;
export const WHOLE_SECONDS = /^[1-3]\d{9}$/;
export const MILLIS = /^[1-3]\d{12}$/;
export const MICROS = /^[1-3]\d{15}$/;
export const COUNT = /^[1-9]\d{0,3}$/;
