// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are sources to be read
import { describe, expect, it } from 'vitest';
import { codeAndTexts } from './codeAndTexts.ts';
import { cycles } from './cycles.ts';
import {
  barrelFaults,
  databaseClockFaults,
  lengthFaults,
  mirrorFaults,
  nameFaults,
  purityFaults,
  reservedFaults,
} from './house.ts';
import { layerFaults, packageFaults } from './layers.ts';
import { graphOf, importsOf } from './sourceTree.ts';

const files = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('what the architecture test looks with', () => {
  it('reads every kind of import, and none in a comment', () => {
    const source = `import a from './a.ts';
import type { B } from '../b.ts';
import {
  c,
  type D,
} from 'c/d';
import './side.ts';
export { e } from './e.ts';
const f = await import('./f.ts');
// import g from './g.ts';
/* import h from './h.ts'; */
const text = 'from nowhere';
`;
    expect(importsOf(source)).toEqual(['./a.ts', '../b.ts', 'c/d', './side.ts', './e.ts', './f.ts']);
  });

  it('tells code from strings, comments, templates and regexes', () => {
    const source =
      "const a = 'Date.now()'; // Date.now()\nconst b = /['`]/; const c = `now() ${f(`in ${g({ x: 1 })}`)} end`; h();";
    const { code, texts } = codeAndTexts(source);
    expect(code).not.toContain('Date.now');
    expect(code).toContain('f(');
    expect(code).toContain('g({ x: 1 })');
    expect(code).toContain('h();');
    expect(texts).toEqual(['in ', 'now()  end']);
  });
});

const layers = {
  'errors.ts': [],
  alert: [],
  pipeline: ['alert/', 'pipeline/route/'],
  'pipeline/route': ['alert/a.ts'],
  store: ['pipeline/*'],
};
const tree = {
  'errors.ts': '',
  'alert/a.ts': '',
  'alert/b.ts': "import './a.ts'",
  'pipeline/p.ts': "import '../alert/b.ts'; import './route/r.ts'",
  'pipeline/route/r.ts': "import '../../alert/a.ts'",
  'store/s.ts': "import '../pipeline/p.ts'",
};

describe('what it finds in imports', () => {
  it('nothing in a sound tree', () => {
    expect(layerFaults(graphOf(files(tree)), layers)).toEqual([]);
    expect(cycles(graphOf(files(tree)))).toEqual([]);
  });

  it.each([
    ['an arrow down', { 'alert/a.ts': "import '../store/s.ts'" }, ['alert/a.ts imports store/s.ts']],
    ['a type import down', { 'alert/a.ts': "import type { S } from '../store/s.ts'" }, ['alert/a.ts imports store/s.ts']],
    [
      'another file than the one allowed',
      { 'pipeline/route/r.ts': "import '../../alert/b.ts'" },
      ['pipeline/route/r.ts imports alert/b.ts'],
    ],
    ['what lies below x/*', { 'store/s.ts': "import '../pipeline/route/r.ts'" }, ['store/s.ts imports pipeline/route/r.ts']],
    ['a folder without a row', { 'extra/e.ts': '' }, ['extra/e.ts has no row in the table']],
    ['a stage without a row', { 'pipeline/noise/n.ts': '' }, ['pipeline/noise/n.ts has no row in the table']],
    ['a root file without a row', { 'new.ts': '' }, ['new.ts has no row in the table']],
  ])('%s', (_, over, faults) => {
    expect(layerFaults(graphOf(files({ ...tree, ...over })), layers)).toEqual(faults);
  });

  it('a row without files', () => {
    expect(layerFaults(graphOf(files(tree)), { ...layers, gone: [] })).toEqual(['the row gone has no file']);
  });

  it('cycles, of types too', () => {
    const graph = graphOf(
      files({ 'a.ts': "import './b.ts'", 'b.ts': "import type { C } from './c/c.ts'", 'c/c.ts': "import '../a.ts'" }),
    );
    expect(cycles(graph)).toEqual([['a.ts', 'b.ts', 'c/c.ts', 'a.ts']]);
    expect(cycles(graphOf(files({ 'a.ts': "import './a.ts'" })))).toEqual([['a.ts', 'a.ts']]);
  });

  it('packages out of place, and unknown ones', () => {
    const packages = { hono: ['http/'], '@slack/web-api': ['pipeline/notify/slackCall.ts'] };
    const imports = new Map([
      ['http/a.ts', ['hono', 'hono/jsx', 'node:fs', './b.ts']],
      ['store/b.ts', ['hono/route', 'left-pad', '@slack/web-api']],
    ]);
    expect(packageFaults(imports, packages)).toEqual([
      'store/b.ts imports hono',
      'store/b.ts imports left-pad, which the table does not name',
      'store/b.ts imports @slack/web-api',
    ]);
  });
});

describe('what it finds in code', () => {
  it.each([
    ['Date.now()'],
    ['new Date()'],
    ['Math.random()'],
    ['process.env.X'],
    ["fetch('x')"],
    ['performance.now()'],
    ['setTimeout(f, 1)'],
    ['randomUUID()'],
    ['`${Date.now()}`'],
    ["import { readFileSync } from 'node:fs';"],
    ['async () => {}'],
  ])('impurity: %s', (code) => {
    for (const file of ['alert/a.ts', 'incident/i.ts', 'pipeline/p.ts', 'pipeline/group/g.ts', 'pipeline/noise/rule.ts']) {
      expect(purityFaults(files({ [file]: code }))).toHaveLength(1);
    }
    expect(purityFaults(files({ 'store/s.ts': code, 'pipeline/notify/n.ts': code }))).toEqual([]);
    expect(purityFaults(files({ 'alert/a.ts': `// ${code}` }))).toEqual([]);
  });

  it('no impurity in arithmetic on times', () => {
    expect(
      purityFaults(files({ 'alert/a.ts': "import { createHash } from 'node:crypto'; new Date(now); Date.parse(x);" })),
    ).toEqual([]);
  });

  it('what is said outside its place, and a place that says it no more', () => {
    const reserved = [{ what: 'shout', pattern: /\bSHOUT\b/, in: ['a.ts', 'b.ts'] }];
    expect(reservedFaults(files({ 'a.ts': 'SHOUT', 'b.ts': "'SHOUT'", 'c.ts': 'SHOUT' }), reserved)).toEqual([
      'c.ts: shout',
      'b.ts has no shout any more',
    ]);
  });

  it.each(['sql`select now()`', 'sql`where at < current_timestamp`', "instant('at').defaultNow()"])(
    'the database clock: %s',
    (code) => {
      expect(databaseClockFaults(files({ 's.ts': code }), [])).toHaveLength(1);
      expect(databaseClockFaults(files({ 's.ts': code }), ['s.ts'])).toEqual([]);
    },
  );

  it('the database clock in a migration, and none in our own', () => {
    expect(databaseClockFaults(files({ '0.sql': 'at timestamptz default now()' }), [])).toHaveLength(1);
    expect(databaseClockFaults(files({ 's.ts': 'sql`where at < ${clock.now()}`; // `now()`' }), [])).toEqual([]);
  });
});

describe('what it finds in names', () => {
  it('long files, bad names and barrels', () => {
    expect(lengthFaults(files({ 'a.ts': 'x\n'.repeat(250), 'b.ts': 'x\n'.repeat(251) }))).toEqual(['b.ts has 251 lines']);
    expect(
      nameFaults(['alert/utils.ts', 'common/a.ts', 'a/index.ts', '2-group/a.ts', 'alert/typesOf.ts', 'store/open.ts']),
    ).toHaveLength(4);
    expect(
      barrelFaults(
        files({ 'a.ts': "export * from './b.ts';", 'b.ts': "export { c } from './c.ts';", 'c.ts': 'export const c = 1;' }),
      ),
    ).toEqual(['a.ts re-exports', 'b.ts re-exports']);
  });

  it('test folders that mirror nothing', () => {
    const source = ['http/api/a.ts', 'alert/a.ts'];
    expect(mirrorFaults(['http/x.test.ts', 'http/api/a.test.ts', 'top.test.ts', 'fakes/deep/f.ts'], source, ['fakes'])).toEqual(
      [],
    );
    expect(mirrorFaults(['htpp/x.test.ts', 'alert/sub/a.test.ts'], source, ['fakes'])).toEqual([
      'test/htpp mirrors no folder of src',
      'test/alert/sub mirrors no folder of src',
    ]);
  });
});
