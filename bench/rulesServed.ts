import { median, postAll } from './load.ts';
import { startPagerDuty } from './pagerduty.ts';
import type { ConfigTree } from './policyOf.ts';
import { type Cluster, startPostgres } from './postgres.ts';
import { cpuSeconds, treeCpuSeconds } from './process.ts';
import { rulesWebhook, SIZE } from './rulesAlerts.ts';
import { silenceMatchers, WITHOUT_RULES, withRules } from './rulesConfig.ts';
import { type BenchServer, startServer } from './server.ts';
import { untilDecided } from './untilDecided.ts';

const PAIRS = 5;
/** Webhooks a round. */
const GROUPS = { new: 500, repeats: 1_000 } as const;
const CONNECTIONS = 8;
const DAY_MS = 86_400_000;
const START = new Date().toISOString();

/**
 * What an alert costs from its webhook to being decided, everything written, with 200 rules and 500 silences against none, while so
 * many alerts fire: two servers, each with a Postgres of its own, in rounds that alternate. Null: no Postgres is installed.
 */
export async function benchRulesServed(firing: number): Promise<string[] | null> {
  const pagerduty = await startPagerDuty();
  const sides: Side[] = [];
  try {
    for (const rules of [false, true]) {
      const cluster = await startPostgres();
      if (!cluster) return null;
      sides.push(await Side.start(cluster, rules, pagerduty.url));
    }
    for (const side of sides) await side.prepare(firing / SIZE);
    const [none, all] = sides as [Side, Side];
    const lines: string[] = [];
    for (const kind of ['new', 'repeats'] as const) {
      const rounds: [number, number][] = [];
      // The first one warms the code up.
      for (let n = 0; n <= PAIRS; n += 1) rounds.push([await none.round(kind), await all.round(kind)]);
      lines.push(row(kind, rounds.slice(1)));
    }
    return lines;
  } finally {
    for (const side of sides) await side.stop();
    pagerduty.close();
  }
}

function row(kind: 'new' | 'repeats', rounds: readonly (readonly [number, number])[]): string {
  const micros = (i: 0 | 1): string => ((median(rounds.map((pair) => pair[i])) * 1e6) / GROUPS[kind] / SIZE).toFixed(0);
  const ratio = median(rounds.map(([none, all]) => all / none)).toFixed(2);
  return `| ${kind} | ${micros(0)} | ${micros(1)} | ${ratio} |`;
}

/** A server and its database. */
class Side {
  readonly #cluster: Cluster;
  readonly #server: BenchServer;
  readonly #rules: boolean;
  #nextGroup = 0;
  #nextRepeat = 0;

  private constructor(cluster: Cluster, server: BenchServer, rules: boolean) {
    this.#cluster = cluster;
    this.#server = server;
    this.#rules = rules;
  }

  static async start(cluster: Cluster, rules: boolean, eventsUrl: string): Promise<Side> {
    const tree = rules ? withRules(Date.now()) : WITHOUT_RULES;
    const url = await cluster.createDatabase('rules');
    // JSON is YAML.
    return new Side(cluster, await startServer(JSON.stringify(paging(tree, eventsUrl), null, 1), url), rules);
  }

  async prepare(groups: number): Promise<void> {
    for (const [i, matchers] of (this.#rules ? silenceMatchers() : []).entries()) {
      const ends_at = new Date(Date.now() + 20 * DAY_MS).toISOString();
      const silence = { matchers, ends_at, created_by: 'ada', comment: 'bench', expires_when_resolved: i % 50 === 0 };
      const body = JSON.stringify(silence);
      const answer = await fetch(`${this.#server.url}/api/v1/silences`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(`silence ${i} was answered ${answer.status}: ${await answer.text()}`);
    }
    // In portions: a server that is behind answers 503 before its journal grows without end.
    for (let left = groups; left > 0; left -= GROUPS.new)
      await this.#post(Array.from({ length: Math.min(left, GROUPS.new) }, () => this.#body('new')));
  }

  /** CPU seconds of the server and of its Postgres for one round of webhooks, until all of it is decided. */
  async round(kind: 'new' | 'repeats'): Promise<number> {
    const bodies = Array.from({ length: GROUPS[kind] }, () => this.#body(kind));
    const before = this.#cpu();
    await this.#post(bodies);
    return this.#cpu() - before;
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#cluster.stop();
  }

  #cpu(): number {
    return cpuSeconds(this.#server.pid) + treeCpuSeconds(this.#cluster.pid);
  }

  #body(kind: 'new' | 'repeats'): string {
    if (kind === 'new') return rulesWebhook(this.#nextGroup++, 'firing', START);
    this.#nextRepeat += 1;
    return rulesWebhook((this.#nextRepeat * 7) % 10_000, 'firing', START);
  }

  async #post(bodies: readonly string[]): Promise<void> {
    await postAll(`${this.#server.url}/webhooks/alertmanager`, bodies, CONNECTIONS);
    await untilDecided(this.#server);
  }
}

/** With receivers whose sends PagerDuty's limits put off: what is sent is the outbox's cost, not that of deciding. */
function paging(tree: ConfigTree, eventsUrl: string): ConfigTree {
  const receivers = (tree.receivers as readonly { readonly name: string }[]).map(({ name }, i) => ({
    name,
    pagerduty_configs: [{ routing_key: `benchmark${String(i).padStart(23, '0')}`, urgency: ['high', 'low'] }],
  }));
  return { ...tree, receivers, pagerduty: { events_url: eventsUrl }, telemetry: { log_level: 'warning' } };
}
