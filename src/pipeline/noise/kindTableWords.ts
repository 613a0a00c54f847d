/** Words that tell of a kind, as regexes on the texts that `kindTableText.ts` makes. */
export interface KindWords {
  readonly kind: 'symptom' | 'cause';
  /** 4 says it outright, 1 is a hint. */
  readonly strength: 1 | 2 | 3 | 4;
  readonly name?: RegExp;
  readonly expression?: RegExp;
}

/** Whole words or phrases, a line of them separated by blanks; `_` stands for the blank inside a phrase. */
function words(...lines: readonly string[]): RegExp {
  const phrases = lines.flatMap((line) => line.split(' ')).map((phrase) => phrase.replaceAll('_', ' '));
  return new RegExp(`\\b(?:${phrases.join('|')})\\b`);
}

const ASKED =
  '(?:requests?|rq|rpcs?|grpc|https?|api|responses?|quer(?:y|ies)|reads?|writes?|calls?|transactions?|logins?|payments?|orders?|checkouts?|signups?|sessions?)';
const FAILS =
  '(?:fail(?:s|ed|ing|ures?)?|err(?:s|ors?)?|reject(?:s|ed|ions?)|dropp?(?:ed|ing|s)?|abort(?:ed|s)|time_?outs?|unavailable)';
const SLOW = '(?:latenc(?:y|ies)|durations?|slow(?:ly|ness|ing)?|delay(?:s|ed)?)';

const WHOLE =
  '(?:nodes?|hosts?|instances?|servers?|machines?|kubelets?|exporters?|targets?|groups?|brokers?|masters?|gateways?|routers?|services?|databases?|clusters?)';
const GONE = '(?:down|not_ready|un_?reachable|unavailable|offline|missing|dead|lost)';

/** Requests that fail or take long, in either order, with up to so many words between. */
function unhappy(between: number): string[] {
  const gap = `_(?:\\w+_){0,${between}}`;
  return [`${ASKED}${gap}${FAILS}`, `${FAILS}${gap}${ASKED}`, `${ASKED}${gap}${SLOW}`];
}

/** What users feel: that their requests fail, are slow, or get nowhere. */
const SYMPTOMS: readonly KindWords[] = [
  {
    kind: 'symptom',
    strength: 4,
    name: words('sl[oai]s? error_budget budget_burn burn_?rate apdex 5xx 50\\d (?<!(?:pod|node|replica)_)availability(?!_zone)'),
    expression: words('sl[oi] burn_?rate error_budget apdex code_5xx'),
  },
  {
    kind: 'symptom',
    strength: 3,
    name: words(
      'probes? blackbox synthetics? canary 4xx success_(?:rate|ratio) user_(?:facing|visible)',
      '(?:website|site|url|homepage)(?:_is)?_(?:down|slow|unreachable|unavailable)',
    ),
    expression: words('probe_(?:success|http|duration) code_4xx'),
  },
  {
    kind: 'symptom',
    strength: 2,
    name: words(
      ...unhappy(1),
      `${FAILS}_(?:rate|ratio|percent|percentage)`,
      `${SLOW}_(?:\\w+_)?(?:${ASKED}|loading|pages?|websites?)`,
      `(?:loading|resolution)_(?:${SLOW}|times?)`,
      'outage latenc(?:y|ies) (?:response|load(?:ing)?)_times? p9[059]9? percentile',
      '(?:no|low|lost|missing)_(?:\\w+_)?(?:traffic|requests?) traffic_(?:drop|loss|lost|low)',
    ),
    expression: words(...unhappy(4), 'latency grpc_server_handl(?:ed|ing)'),
  },
  {
    // A whole host or service that is gone, and work that waits: whoever needs it may feel it, so that it is no mere cause.
    kind: 'symptom',
    strength: 3,
    name: words(
      `${WHOLE}_(?:(?:is|are|has|goes|went)_)?${GONE}`,
      'lag(?:ging|s)? backlog(?:s|ged)? queue[ds]? queuing backing_up unacked dead_letters? not_drained',
    ),
  },
  {
    kind: 'symptom',
    strength: 1,
    name: words(
      '(?:too_many|many|high|elevated)_errors? errors?_(?:too_)?(?:high|elevated|spike|increas\\w+)',
      'slow(?:ness)? time_?outs?',
    ),
  },
];

/** What may make users suffer, or is on its way to. */
const CAUSES: readonly KindWords[] = [
  {
    kind: 'cause',
    strength: 4,
    name: words(
      'expir(?:y|es|ed|ing|ation) (?:certs?|certificates?|ssl|tls|tokens?)_(?:\\w+_){0,3}(?:valid\\w*|renew\\w*|rotat\\w*)',
      'metrics?_(?:missing|absent|down)',
      // what runs by itself, whatever answer it gets
      'backups? restores? snapshots? cron_?jobs?',
    ),
    expression: words('not_after expir(?:y|es|ation)'),
  },
  {
    kind: 'cause',
    strength: 3,
    name: words(
      // what it lives on
      '\\w*cpus? mem memory heap oom\\w* swap disks? filesystems? fs inodes? iops io throttl\\w+ volumes? datastores? tablespaces? storage_space',
      'file_?descriptors? fds? threads? goroutines? gc garbage conntrack quotas? overcommit\\w* saturat\\w+ utili[sz]ation usage',
      'capacity full filling out_of_(?:space|memory|disk)',
      // where it runs
      'exporters? pods? containers? deployments? stateful_?sets? daemon_?sets? replica_?sets? hpa',
      '(?:auto_?)?scal(?:er|ers|ing) pdb kubelets? rollouts? crash\\w* panic\\w*',
      'restart\\w* reboot\\w* evict\\w+ systemd raid temperature fans? sensors? power battery voltage psu hardware ipmi nics? interfaces?',
      'bond\\w* bgp ospf peer(?:s|ing)? neighbou?rs? packets? firmware ecc smart certs? certificates?',
      // what it does for itself
      'jobs? tasks? replicat\\w+ replicas? quorum elections? leaders? raft wal fsync compact\\w*',
      'reload\\w* reconcil\\w* sync\\w* scrap\\w+ targets? evaluations? remote_(?:write|storage) notifications? discovery clock\\w* ntp skew',
      'version tsdb cardinality rebalanc\\w+ (?:auto)?_?vacuum\\w* dead_?locks? checkpoints?',
      // what piles up
      'queue[ds]? queuing backlog lag(?:ging)? consumers? unacked dead_letters?',
    ),
    expression: words(
      '(?:node|container|machine|process|windows|host)_(?:\\w+_){0,3}(?:cpu|memory|mem|filesystem|disk|swap|network|load\\d*|fds)',
      'kube_(?:pod|node|deployment|statefulset|daemonset|job|cronjob|horizontalpodautoscaler|hpa|persistentvolume\\w*|replicaset|resourcequota)',
      'cpu memory heap disk filesystem inodes? oom\\w* swap goroutines? file_descriptors? threads wal fsync tsdb raft replication',
      'queued? backlog lag consumers? backup snapshots? temperature fan voltage battery restarts? heartbeat',
    ),
  },
  {
    kind: 'cause',
    strength: 2,
    name: words(
      '(?<!slow(?:ing)?_)down absent missing not_(?:ready|running|healthy|synced|connected|found|scheduled|schedulable) unhealthy',
      'unreachable offline degraded stuck stale pending waiting mismatch\\w* inconsisten\\w+ flapping limits? exhaust\\w+ insufficient',
      'out_of exceed\\w* reach(?:ing|ed|es) running_out connections? disconnected lock(?:s|ed)? blocked shards? partitions? members? consumption',
      'cache secrets? config\\w* overload\\w* space load growing health status state orphan\\w* duplicate\\w*',
      'network pressure imbalance incomplete leak\\w* vulnerab\\w+ compliance violations?',
    ),
    expression: words(
      'up absent absent_over_time predict_linear replicas? capacity used_percent utili[sz]ation power',
      'last_(?:success\\w*|run|reload\\w*|seen|completion)',
    ),
  },
  {
    kind: 'cause',
    strength: 1,
    name: words(
      'fail(?:s|ed|ing|ures?)? too_(?:many|few|old|large|long) not_\\w+(?:ing|ed)',
      'broken malfunction increas\\w+ nodes? hosts? cluster instances? process(?:es)? workers?',
    ),
    expression: words('changes resets status state health bytes size failed failures?'),
  },
];

export const KIND_WORDS: readonly KindWords[] = [...SYMPTOMS, ...CAUSES];
