import type { Graph } from './sourceTree.ts';

/**
 * Who may import whom: a folder (or a file at the root) to what it may import beside its own folder. `x/` is everything below x,
 * `x/*` the files directly in it. Arrows point up: what stands lower in this table is never imported by what stands higher,
 * except file by file where a line says so.
 */
export type Layers = Readonly<Record<string, readonly string[]>>;

/** What every stage of the walk speaks of: shapes, and the batch that is being decided. */
const WORK = ['compilePolicy', 'decision', 'policy', 'entry', 'change', 'workspace', 'ruleMemory', 'ruleFailure', 'trace'].map(
  (name) => `pipeline/${name}.ts`,
);
const NOUNS = ['alert/', 'calendar/', 'incident/', 'silence/', 'redact/', 'template/', 'evidence/'];
/** What the composition root is cut into. */
const ASSEMBLY = ['*', ...NOUNS, 'config/', 'pipeline/', 'store/', 'engine/', 'outbox/', 'enrichment/', 'linkCheck/', 'http/'];

export const LAYERS: Layers = {
  'version.ts': [],
  'errors.ts': [],
  'log.ts': [],
  'alertmanagerApiVersion.ts': [],
  'metrics.ts': ['alertmanagerApiVersion.ts'],
  'clock.ts': ['alert/timestamp.ts'],
  'wake.ts': [],

  alert: [],
  calendar: ['alert/timestamp.ts'],
  incident: ['alert/'],
  silence: ['alert/', 'calendar/'],
  redact: ['alert/labels.ts'],
  template: ['alert/'],
  evidence: ['alert/', 'redact/'],

  'pipeline/intake': ['errors.ts', 'alert/'],
  'pipeline/group': [...NOUNS, ...WORK],
  'pipeline/noise': [...NOUNS, ...WORK],
  'pipeline/route': [...NOUNS, ...WORK],
  pipeline: [
    ...NOUNS,
    'pipeline/intake/',
    'pipeline/group/',
    'pipeline/noise/',
    'pipeline/route/',
    'pipeline/notify/notifier.ts',
  ],
  'pipeline/enrich': [...NOUNS, 'errors.ts', 'config/secret.ts'],
  'pipeline/enrich/logs': [...NOUNS, 'config/secret.ts', 'pipeline/enrich/*'],
  'pipeline/enrich/traces': [...NOUNS, 'config/secret.ts', 'pipeline/enrich/*'],
  'pipeline/enrich/metrics': [...NOUNS, 'config/secret.ts', 'pipeline/enrich/*'],
  'pipeline/enrich/guard': [...NOUNS, 'pipeline/enrich/*'],
  'pipeline/enrich/runbook': [
    ...NOUNS,
    'config/secret.ts',
    'pipeline/enrich/*',
    'pipeline/enrich/guard/',
    'pipeline/notify/webLink.ts',
  ],
  'pipeline/notify': [...NOUNS, 'errors.ts', 'config/secret.ts', 'pipeline/policy.ts'],

  config: [
    'redact/',
    'alert/',
    'calendar/',
    'template/',
    'pipeline/enrich/',
    'pipeline/policy.ts',
    'pipeline/compilePolicy.ts',
    'pipeline/unheard.ts',
    'pipeline/notify/',
  ],
  store: [
    'errors.ts',
    ...NOUNS,
    'pipeline/bounds.ts',
    'pipeline/decision.ts',
    'pipeline/firstSends.ts',
    'pipeline/policy.ts',
    'pipeline/ruleMemory.ts',
    'pipeline/timerTouches.ts',
    'pipeline/serviceChange.ts',
    'pipeline/silenceNamed.ts',
    'pipeline/touches.ts',
    'pipeline/trace.ts',
    'pipeline/enrich/runbook/linkHealth.ts',
    'pipeline/notify/notifier.ts',
  ],
  engine: ['errors.ts', 'clock.ts', 'wake.ts', ...NOUNS, 'pipeline/*', 'pipeline/group/', 'pipeline/noise/', 'store/'],
  actions: ['errors.ts', 'clock.ts', ...NOUNS, 'pipeline/*', 'store/'],
  outbox: ['errors.ts', 'clock.ts', 'wake.ts', ...NOUNS, 'pipeline/*', 'pipeline/notify/', 'store/'],

  enrichment: ['errors.ts', 'clock.ts', 'wake.ts', ...NOUNS, 'pipeline/*', 'pipeline/enrich/', 'pipeline/notify/', 'store/'],

  linkCheck: ['clock.ts', ...NOUNS, 'pipeline/*', 'pipeline/enrich/', 'enrichment/runbooksFor.ts', 'store/'],

  backtest: [...NOUNS, 'pipeline/*'],

  web: NOUNS,
  'http/auth': ['errors.ts', 'alert/', 'config/secret.ts'],
  http: [
    'errors.ts',
    'clock.ts',
    'log.ts',
    'metrics.ts',
    'alertmanagerApiVersion.ts',
    ...NOUNS,
    'pipeline/*',
    'pipeline/intake/',
    'pipeline/noise/',
    'pipeline/route/',
    'pipeline/enrich/',
    'actions/',
    'enrichment/runbooksFor.ts',
    'enrichment/pointersOf.ts',
    'enrichment/liveGraphs.ts',
    'enrichment/subjectOf.ts',
    'config/',
    'store/',
    'web/',
    'http/',
  ],

  'observe.ts': ASSEMBLY,
  'housekeep.ts': ASSEMBLY,
  'ledgerCheck.ts': ASSEMBLY,
  'sweep.ts': ASSEMBLY,
  'liveConfig.ts': ASSEMBLY,
  'reload.ts': ASSEMBLY,
  'makeEngineLoop.ts': ASSEMBLY,
  'makeOutbox.ts': ASSEMBLY,
  'lifecycle.ts': ASSEMBLY,
  'makeEnrichment.ts': ASSEMBLY,
  'makeEvidenceFiles.ts': ASSEMBLY,
  'readRunbooks.ts': ASSEMBLY,
  'makePictures.ts': ASSEMBLY,
  'makeLookers.ts': ASSEMBLY,
  'makeLinkCheck.ts': ASSEMBLY,
  'app.ts': ASSEMBLY,
  cli: [
    'app.ts',
    'liveConfig.ts',
    'clock.ts',
    'log.ts',
    'errors.ts',
    'version.ts',
    ...NOUNS,
    'pipeline/',
    'config/',
    'store/',
    'outbox/',
    'backtest/',
    'http/',
    'web/',
  ],
  'main.ts': ['errors.ts', 'version.ts', 'cli/'],
};

/** Packages that only these may import. Everybody may have `node:` modules, but see the pure folders. */
export const PACKAGES: Layers = {
  '@electric-sql/pglite': ['store/'],
  '@fontsource/dejavu-sans': ['pipeline/enrich/metrics/graphWorker.ts'],
  '@hono/node-server': ['http/'],
  '@pagerduty/pdjs': ['pipeline/notify/pdjs.ts'],
  '@resvg/resvg-wasm': ['pipeline/enrich/metrics/graphWorker.ts'],
  '@slack/web-api': ['pipeline/notify/slackCall.ts'],
  commander: ['cli/', 'main.ts'],
  'drizzle-orm': ['store/', 'http/isDatabaseGone.ts'],
  hono: ['http/', 'web/'],
  pino: ['log.ts'],
  postgres: ['store/'],
  'prom-client': ['metrics.ts'],
  re2js: ['alert/', 'redact/'],
  tarn: ['store/postgresPool.ts'],
  yaml: ['config/'],
  zod: ['version.ts', 'config/', 'pipeline/', 'http/', 'cli/', 'engine/', 'outbox/', 'store/', 'backtest/'],
};

/** The row of the table that a file belongs to: itself at the root, else the nearest folder that has one. */
function rowOf(file: string, layers: Layers): string | null {
  if (!file.includes('/')) return Object.hasOwn(layers, file) ? file : null;
  for (
    let folder = file.slice(0, file.lastIndexOf('/'));
    folder !== '';
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
  ) {
    if (Object.hasOwn(layers, folder)) return folder;
    // A folder of the pipeline is a stage and must have a row of its own.
    if (folder.startsWith('pipeline/')) return null;
  }
  return null;
}

function covers(allowed: string, target: string): boolean {
  if (allowed.endsWith('*')) {
    const folder = allowed.slice(0, -1);
    return target.startsWith(folder) && !target.slice(folder.length).includes('/');
  }
  return allowed.endsWith('/') ? target.startsWith(allowed) : target === allowed;
}

/** Imports that the table does not allow, files that have no row, and rows without files. */
export function layerFaults(graph: Graph, layers: Layers): string[] {
  const faults: string[] = [];
  const used = new Set<string>();
  for (const [file, targets] of graph) {
    const row = rowOf(file, layers);
    if (row === null) {
      faults.push(`${file} has no row in the table`);
      continue;
    }
    used.add(row);
    for (const target of targets) {
      const isOwn = row.endsWith('.ts') ? false : rowOf(target, layers) === row;
      if (!isOwn && !layers[row]?.some((allowed) => covers(allowed, target))) faults.push(`${file} imports ${target}`);
    }
  }
  for (const row of Object.keys(layers)) if (!used.has(row)) faults.push(`the row ${row} has no file`);
  return faults;
}

/** Packages imported where the table does not allow it, or that it does not name. */
export function packageFaults(imports: ReadonlyMap<string, readonly string[]>, packages: Layers): string[] {
  return [...imports].flatMap(([file, specifiers]) =>
    specifiers.flatMap((specifier) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return [];
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
      const allowed = Object.hasOwn(packages, name) ? packages[name] : undefined;
      if (!allowed) return [`${file} imports ${name}, which the table does not name`];
      return allowed.some((place) => covers(place, file)) ? [] : [`${file} imports ${name}`];
    }),
  );
}
