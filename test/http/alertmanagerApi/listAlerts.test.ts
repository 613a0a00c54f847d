import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiFixture, apiFixture, at } from './apiFixture.ts';
import { alertsShape, groupsShape } from './shapes.ts';

const M = 60_000;

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());

describe('GET /api/v2/alerts', () => {
  it('shows what fires as it was sent, by fingerprint, in the shape that programs know', async () => {
    const alerts = await api.get('/alerts', alertsShape);
    const prints = alerts.map(({ fingerprint }) => fingerprint);
    expect(prints).toEqual([...prints].sort());
    expect(alerts.find(({ labels }) => labels.alertname === 'Degraded')).toMatchObject({
      labels: { alertname: 'Degraded', severity: 'warning', cluster: 'c1', env: 'lab' },
      annotations: { summary: 'oh' },
      startsAt: at(-M),
      endsAt: at(4 * M),
      updatedAt: at(0),
      generatorURL: 'http://prometheus.test/graph?g0.expr=up',
      receivers: [{ name: 'sev' }],
    });
    const other = alerts.find(({ labels }) => labels.alertname === 'Other');
    expect(other).toMatchObject({ endsAt: at(5 * M) });
    expect(other).not.toHaveProperty('generatorURL');
    expect(alerts.find(({ labels }) => labels.alertname === 'Down')?.receivers).toEqual([{ name: 'team-x' }, { name: 'sev' }]);
  });

  it('says what suppresses an alert', async () => {
    const alerts = await api.get('/alerts', alertsShape);
    const status = Object.fromEntries(alerts.map(({ labels, status }) => [labels.alertname, status]));
    const down = alerts.find(({ labels }) => labels.alertname === 'Down')?.fingerprint;
    const plain = { state: 'active', silencedBy: [], inhibitedBy: [], mutedBy: [] };
    expect(status).toEqual({
      Down: plain,
      Degraded: { ...plain, state: 'suppressed', inhibitedBy: [down] },
      Other: plain,
      Moved: { ...plain, state: 'suppressed', mutedBy: ['maintenance'] },
      Quiet: { ...plain, state: 'suppressed', mutedBy: ['mondays'] },
      Slow: plain,
    });
  });

  it.each<[string, string[]]>([
    ['filter=alertname="Down"', ['Down']],
    ['filter=severity=~"warn.*"&filter=cluster!="c1"', ['Other']],
    ['filter={severity="warning",cluster="c2"}', ['Other']],
    ['filter=severity=""', ['Quiet', 'Slow']],
    ['filter=severity=critical', ['Down']],
    // As sent: neither the word that "page" means, nor the integration's labels.
    ['filter=env="prod"', []],
    ['filter=env="lab"', ['Degraded']],
    ['filter=site!=""', []],
    ['active=false', ['Degraded', 'Moved', 'Quiet']],
    ['inhibited=false', ['Down', 'Moved', 'Other', 'Quiet', 'Slow']],
    ['active=false&inhibited=0&silenced=no', ['Moved', 'Quiet']],
    ['unprocessed=false', ['Degraded', 'Down', 'Moved', 'Other', 'Quiet', 'Slow']],
    ['receiver=team-.*', ['Down']],
    ['receiver=team', []],
    ['receiver=default|night', ['Quiet', 'Slow']],
    ['receiver_matchers=owner="me"', []],
    ['receiver_matchers=owner!="me"&receiver=night', ['Quiet']],
  ])('%s', async (query, expected) => {
    expect(await api.names(query)).toEqual(expected);
  });

  it.each([
    ['/alerts?filter=foo', 'bad matcher format: foo'],
    ['/alerts?filter=', 'bad matcher format: '],
    [`/alerts/groups?filter=${encodeURIComponent('a=~"(?=x)"')}`, 'bad matcher format: a=~"(?=x)"'],
    ['/alerts?receiver=%28', 'failed to parse receiver param: the regex "("'],
    ['/alerts?receiver_matchers=x', 'bad matcher format: x (parameter receiver_matchers'],
    ['/silences?filter=zz', 'bad matcher format: zz'],
    ['/receivers?receiver_matchers=zz', 'bad matcher format: zz'],
  ])('refuses %s with 400 and the value', async (path, message) => {
    const { status, body } = await api.call('GET', path, 'v');
    expect(status).toBe(400);
    expect(body).toEqual(expect.stringContaining(message));
  });
});

describe('GET /api/v2/alerts/groups', () => {
  it('has an incident as a group of each receiver, in order', async () => {
    const groups = await api.get('/alerts/groups', groupsShape);
    expect(groups.map(({ labels, receiver, alerts }) => [labels, receiver.name, alerts.length])).toEqual([
      [{ alertname: 'Moved' }, 'sev', 1],
      [{ alertname: 'Quiet' }, 'night', 1],
      [{ alertname: 'Slow' }, 'default', 1],
      [{ alertname: 'Degraded', cluster: 'c1' }, 'sev', 1],
      [{ alertname: 'Down', cluster: 'c1' }, 'sev', 1],
      [{ alertname: 'Down', cluster: 'c1' }, 'team-x', 1],
      [{ alertname: 'Other', cluster: 'c2' }, 'sev', 1],
    ]);
  });

  it('narrows them down, and leaves out what is empty then', async () => {
    const shown = async (query: string) =>
      (await api.get(`/alerts/groups?${query}`, groupsShape)).map(
        ({ labels, receiver }) => `${labels.alertname} ${receiver.name}`,
      );
    expect(await shown('receiver=team-x')).toEqual(['Down team-x']);
    expect(await shown('filter=cluster%3D%22c1%22&inhibited=false')).toEqual(['Down sev', 'Down team-x']);
    expect(await shown('muted=false&receiver=sev|default')).toEqual(['Slow default', 'Down sev', 'Other sev']);
  });
});
