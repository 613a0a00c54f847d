import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { whileDeciding } from '../../askApp.ts';
import { type ApiFixture, apiFixture, at } from './apiFixture.ts';
import { receiversShape, statusShape } from './shapes.ts';

let api: ApiFixture;
beforeAll(async () => {
  api = await apiFixture();
});
afterAll(() => api.close());

describe('POST /api/v2/alerts', () => {
  it('takes the good ones and answers 400 with what is wrong with the others', async () => {
    const good = { labels: { alertname: 'Half' } };
    const answer = await api.call('POST', '/alerts', 'p', [{ labels: { alertname: '' } }, good, 7]);
    await api.test.app.drain();
    expect(answer.status).toBe(400);
    expect(answer.body).toBe('alert 0: it has no labels; alert 2: the alert is not an object; the other alerts were taken');
    expect(await api.names('filter=alertname="Half"')).toEqual(['Half']);
    await api.call('POST', '/alerts', 'p', [{ ...good, endsAt: at(0) }]);
    await api.test.app.drain();
    expect(await api.names('filter=alertname="Half"')).toEqual([]);
  });

  it.each<[string, number, string | null, unknown, Record<string, string>]>([
    ['nobody', 401, null, [], {}],
    ['a stranger', 401, 'q', [], {}],
    ['an API token', 401, 'r', [], {}],
    ['an Alertmanager', 401, 'a', [], {}],
    ['an object', 400, 'p', {}, {}],
    ['no JSON', 400, 'p', 'nonsense', {}],
    ['compressed', 415, 'p', [], { 'content-encoding': 'gzip' }],
    ['a form', 415, 'p', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['nothing at all', 200, 'p', [], {}],
  ])('%s: %i', async (_, expected, token, body, headers) => {
    const { status, body: said } = await api.call('POST', '/alerts', token, body, headers);
    expect(status).toBe(expected);
    if (expected !== 200) expect(said).toEqual(expect.any(String));
  });

  it('is not where an Alertmanager posts, nor the other way round', async () => {
    expect((await api.call('POST', '/alerts', 'a', [])).body).toContain(
      '"am" is of type alertmanager: it posts to /webhooks/alertmanager',
    );
    const { status, body } = await api.test.post({ alerts: [] }, { token: 'p' });
    expect(status).toBe(401);
    expect(JSON.stringify(body)).toContain('of type prometheus');
    expect((await api.test.post('[]', { integration: 'prom', token: 'p' })).status).toBe(401);
  });
});

describe('POST /api/v2/silences that are refused', () => {
  const asked = { matchers: [matcher('a', 'b')], startsAt: at(0), endsAt: at(1), createdBy: 'ada', comment: '' };

  it.each<[string, object, string]>([
    ['no matcher', { matchers: [] }, 'matchers: there is none, and it would hide everything'],
    [
      'everything',
      { matchers: [matcher('a', '.*', true)] },
      'would hide everything, alerts without this label too; add one as in alertname="DiskFull"',
    ],
    [
      'any alertname',
      { matchers: [matcher('alertname', '.+', true)] },
      'matchers: alertname=~".+" would hide everything: every alert has an alertname and a severity; add one as in',
    ],
    ['what RE2 refuses', { matchers: [matcher('a', '(?=b)', true)] }, 'matchers[0]: the regex "(?=b)" is refused'],
    ['an end before its start', { startsAt: at(2) }, `endsAt: ${at(1)} is not after its start, ${at(2)}`],
    ['an end in the past', { startsAt: at(-2), endsAt: at(-1) }, `endsAt: ${at(-1)} is in the past`],
    ['no moment', { endsAt: 'soon' }, '"soon" is no time; write it as in'],
    ['longer than it may be', { endsAt: at(31 * 86_400_000) }, `endsAt: ${at(31 * 86_400_000)} is more than 30d`],
  ])('refuses %s', async (_, over, words) => {
    const { status, body } = await api.call('POST', '/silences', 'r', { ...asked, ...over });
    expect(status).toBe(400);
    expect(body).toContain(words);
  });
});

function matcher(name: string, value: string, isRegex = false): object {
  return { name, value, isRegex, isEqual: true };
}

describe('GET /api/v2/status and /receivers', () => {
  it('say what programs ask for', async () => {
    const { config, cluster, versionInfo, uptime } = await api.get('/status', statusShape);
    expect(cluster).toEqual({ status: 'disabled', peers: [] });
    expect(uptime).toBe(at(0));
    expect(versionInfo).toMatchObject({ version: '0.34.0', revision: 'tocsin-0.0.0-test' });
    expect(config.original).toContain('receiver: team-x');
    expect(await api.get('/receivers', receiversShape)).toEqual(['default', 'team-x', 'night', 'sev'].map((name) => ({ name })));
    expect(await api.get('/receivers?receiver_matchers=owner%3D%22me%22', receiversShape)).toEqual([]);
  });

  it('/metrics names the version that karma looks for', async () => {
    expect((await api.test.get('/metrics')).body).toContain('alertmanager_build_info{version="0.34.0"} 1');
  });
});

describe('POST /api/v2/silences', () => {
  const asked = (over: object = {}) => ({
    matchers: [{ name: 'alertname', value: 'Nothing', isRegex: false }],
    ...{ startsAt: at(0), endsAt: at(3_600_000), createdBy: 'ada', comment: 'why' },
    ...over,
  });
  const set = (over: object) => whileDeciding(api.test.app, api.call('POST', '/silences', 'r', asked(over)));

  it('keeps the annotations of other programs, and gives them back', async () => {
    const annotations = JSON.parse('{"ticket": "OPS-1", "__proto__": "kept"}') as Record<string, string>;
    const { body } = await set({ annotations });
    const { silenceID: id } = z.object({ silenceID: z.string() }).parse(body);
    const seen = async () => JSON.stringify((await api.get(`/silence/${id}`, z.looseObject({}))).annotations);
    const text = '{"ticket":"OPS-1","__proto__":"kept"}';
    expect(JSON.parse(await seen())).toEqual(JSON.parse(text));
    expect(await seen()).toContain('"__proto__":"kept"');
    // An older program that knows of none leaves them as they are.
    expect((await set({ id, endsAt: at(7_200_000) })).body).toEqual({ silenceID: id });
    expect(JSON.parse(await seen())).toEqual(JSON.parse(text));
    expect((await set({ id, endsAt: at(7_200_000), annotations: {} })).body).toEqual({ silenceID: id });
    expect(await seen()).toBe('{}');
  });

  it.each([[{ ticket: 1 }], [['OPS-1']], ['OPS-1'], [null]])('refuses the annotations %j', async (annotations) => {
    expect(await api.call('POST', '/silences', 'r', asked({ annotations }))).toEqual({
      status: 400,
      body: expect.stringContaining('annotations: must be an object of at most 100 texts, as in {"ticket": "OPS-1"}'),
    });
  });
});

describe('who may do what, and what is not there', () => {
  it.each<[string, string, string | null, number]>([
    ['GET', '/status', null, 401],
    ['GET', '/alerts', null, 401],
    ['GET', '/alerts', 'p', 401],
    ['GET', '/alerts/groups', null, 401],
    ['GET', '/receivers', null, 401],
    ['GET', '/silences', null, 401],
    ['GET', '/silences', 'v', 200],
    ['POST', '/silences', 'v', 403],
    ['DELETE', '/silence/11111111-1111-4111-8111-111111111111', 'v', 403],
    ['DELETE', '/silence/11111111-1111-4111-8111-111111111111', 'r', 404],
    ['GET', '/silence/11111111-1111-4111-8111-111111111111', 'v', 404],
    ['GET', '/silence/no-uuid', 'v', 404],
    ['PUT', '/alerts', 'v', 405],
    ['DELETE', '/silences', 'r', 405],
    ['GET', '/nothing', 'v', 404],
  ])('%s %s by %s: %i', async (method, path, token, expected) => {
    const { status, body } = await api.call(method, path, token);
    expect(status).toBe(expected);
    if (expected !== 200) expect(body).toEqual(expect.any(String));
  });
});
