/** One file with every key there is. */
export const EVERY_KEY = `
server:
  listen: 127.0.0.1:9195
  external_url: https://tocsin.example.com
  api_tokens: [{ name: grafana, role: viewer, token: a }, { name: cli, role: responder, token: b }, { name: root, role: admin, token: c }]
  max_body: 64MiB
  allow_anonymous: false
database:
  url: postgres://tocsin@127.0.0.1/tocsin
  data_dir: ./data
integrations:
  - { name: prod, type: alertmanager, token: d, labels: { env: prod } }
  - { name: staging, type: alertmanager, basic_auth: { username: am, password: e } }
  - { name: lab, type: prometheus, token: h }
severities: { page: critical, ticket: warning }
grouping:
  - { matchers: ['env="prod"'], group_by: [alertname, cluster], group_wait: 0s, reopen_window: 10m }
  - { matchers: ['env="dev"'], group_by: ['...'] }
  - { group_by: sender }
repeat_interval: 4h
silences: { max_duration: 30d }
noise:
  changes: { window: 4m, hold: 5m }
  throttle: { window: 1h, notifications: 20 }
route:
  receiver: default
  routes:
    - { matchers: ['severity="critical"'], receiver: oncall, continue: true }
    - { match: { team: payments }, match_re: { severity: 'warning|info' }, receiver: none, routes: [] }
receivers:
  - { name: none }
  - { name: default, console_configs: [{}] }
  - name: oncall
    pagerduty_configs: [{ routing_key: 0123456789abcdef0123456789abcdef, send_resolved: true }]
    slack_configs: [{ channel: '#payments', mention: '<!subteam^S0PAY>', send_resolved: true }]
    webhook_configs: [{ url: 'https://hooks.example.com/x', token: f, send_resolved: false }]
    console_configs: [{ send_resolved: true }]
alarm_receiver: default
heartbeats:
  - { name: watchdog, matchers: ['alertname="Watchdog"'], by: [cluster], every: 5m, grace: 5m, severity: critical }
pagerduty: { events_url: https://events.pagerduty.com, api_url: https://api.pagerduty.com, api_token: i, from: oncall@example.com }
slack: { api_url: https://slack.com/api/, bot_token: g }
runbooks:
  annotations: [runbook_url, runbook]
  labels: [playbook]
  templates:
    - { matchers: ['team="payments"'], url: 'https://wiki.example.com/runbooks/{{ labels.alertname | slug }}' }
  folder: ./runbooks
  fallback: https://wiki.example.com/runbooks/how-to-triage
  check: { every: 24h }
logs:
  sources:
    - name: loki
      type: loki
      url: http://loki:3100
      tenant: prod
      query: '{namespace="{{ labels.namespace }}", app="{{ labels.service }}"} |~ "(?i)error|exception|fatal"'
    - { name: elk, type: elasticsearch, url: https://es:9200, index: 'logs-*', api_key: aWQ6a2V5,
        match: { service.name: '{{ labels.service }}' }, levels: [error, fatal] }
    - { name: cloudwatch, type: cloudwatch, region: eu-west-1, log_group: '/ecs/{{ labels.service }}', filter: 'ERROR' }
  window: { before: 5m, after: 1m }
  limit_lines: 200
  timeout: 3s
  redact: { emails: true, card_numbers: true, extra: ['cust-[0-9]{8}'] }
traces:
  - { name: jaeger, type: jaeger, url: http://jaeger:16686, service: '{{ labels.service }}' }
metrics:
  - { name: prometheus, type: prometheus, url: http://prometheus:9090 }
  - { name: datadog, type: datadog, url: https://api.datadoghq.com, api_key: dd-api, app_key: dd-app }
links:
  - { name: Kibana, url: 'https://kibana.example.com/app/discover#/?_a=(query:(query:%27{{ labels.service }}%27))' }
telemetry: { log_level: info }
`;
