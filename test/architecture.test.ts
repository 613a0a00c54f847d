import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cycles } from './architecture/cycles.ts';
import {
  barrelFaults,
  databaseClockFaults,
  lengthFaults,
  mirrorFaults,
  nameFaults,
  purityFaults,
  type Reserved,
  reservedFaults,
} from './architecture/house.ts';
import { LAYERS, layerFaults, PACKAGES, packageFaults } from './architecture/layers.ts';
import { type Files, graphOf, importsOf, ROOT, readTypeScript } from './architecture/sourceTree.ts';

const RESERVED: readonly Reserved[] = [
  { what: 'process.env', pattern: /\bprocess\.env\b/, in: ['main.ts'] },
  { what: 'wall clock', pattern: /\bDate\.now\b|\bnew Date\(\s*\)/, in: ['clock.ts'] },
  { what: 'monotonic clock', pattern: /\bperformance\.now\b/, in: ['clock.ts'] },
  { what: 'Math.random', pattern: /\bMath\.random\b/, in: ['app.ts'] },
  { what: 'sql.raw', pattern: /\bsql\.raw\b/, in: ['store/checkpoint.ts', 'store/writeRows.ts'] },
  { what: 'any', pattern: /[:<,|&(]\s*any\b(?!\s*[(:])|\bas any\b|\bany\[\]/, in: [] },
  { what: '@ts-ignore', pattern: /@ts-(?:ignore|nocheck)/, in: [] },
  { what: 'enum or namespace', pattern: /^\s*(?:export\s+)?(?:const\s+)?(?:enum|namespace)\s+\w/m, in: [] },
];

/** The difference between the database's clock and ours is measured in the one, the age of its sessions in the other. */
const ASKS_THE_DATABASE = ['store/open.ts', 'store/endAbandonedSessions.ts'];

const SPECIAL_TESTS = ['architecture', 'contract', 'scenarios', 'fakes', 'golden', 'faults', 'browser', 'e2e', 'config/bad'];

const source = readTypeScript('src');
const tests = readTypeScript('test');
const sqlFiles: Files = new Map(
  readdirSync(join(ROOT, 'drizzle'))
    .filter((name) => name.endsWith('.sql'))
    .map((name) => [name, readFileSync(join(ROOT, 'drizzle', name), 'utf8')]),
);

describe('the house', () => {
  it('was read', () => {
    expect(source.size).toBeGreaterThan(100);
    expect([...graphOf(source).values()].flat().length).toBeGreaterThan(500);
    expect(sqlFiles.size).toBeGreaterThan(0);
  });

  it('imports upwards only', () => {
    expect(layerFaults(graphOf(source), LAYERS)).toEqual([]);
  });

  it('imports only files that are there', () => {
    const missing = [...graphOf(source)].flatMap(([file, targets]) =>
      targets.filter((target) => !source.has(target)).map((target) => `${file} imports ${target}`),
    );
    expect(missing.filter((fault) => !fault.endsWith('.json'))).toEqual([]);
  });

  it('keeps packages in their place', () => {
    const imports = new Map([...source].map(([file, text]) => [file, importsOf(text)]));
    expect(packageFaults(imports, PACKAGES)).toEqual([]);
  });

  it('has no import cycles, type imports included', () => {
    expect(cycles(graphOf(source))).toEqual([]);
    expect(cycles(graphOf(tests))).toEqual([]);
  });

  it('has pure nouns and stages', () => {
    expect(purityFaults(source)).toEqual([]);
  });

  it('says some things in some places only', () => {
    expect(reservedFaults(source, RESERVED)).toEqual([]);
  });

  it('never asks the database for the time', () => {
    expect(databaseClockFaults(source, ASKS_THE_DATABASE)).toEqual([]);
    expect(databaseClockFaults(sqlFiles, [])).toEqual([]);
  });

  it('has short files with names that say something', () => {
    expect([...lengthFaults(source), ...lengthFaults(tests)]).toEqual([]);
    expect([...nameFaults(source.keys()), ...nameFaults(tests.keys())]).toEqual([]);
    expect(barrelFaults(source)).toEqual([]);
  });

  it('is mirrored by its tests', () => {
    expect(mirrorFaults(tests.keys(), source.keys(), SPECIAL_TESTS)).toEqual([]);
  });
});
