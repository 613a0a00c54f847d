import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { HttpDeps } from '../../src/http/deps.ts';
import { type Listening, listen } from '../../src/http/listen.ts';
import { goodAlert, httpFixture, JSON_TYPE, openPolicy, webhookBody } from './httpFixture.ts';

const open: Listening[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close(100);
});

async function serve(over: Partial<HttpDeps> = {}, policy = openPolicy) {
  const fixture = httpFixture(policy, over);
  const server = await listen(fixture.app, { host: '127.0.0.1', port: 0 });
  open.push(server);
  return { ...fixture, server, port: server.port };
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Sends a webhook over a real connection; `write` may send the body as it likes. */
function send(port: number, headers: Record<string, string | number>, write: (call: ClientRequest) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = request({
      port,
      agent: false,
      host: '127.0.0.1',
      path: '/webhooks/alertmanager',
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
    });
    call.on('error', reject);
    call.on('response', (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    });
    write(call);
  });
}

/** A webhook of exactly so many bytes. */
function bodyOf(bytes: number): string {
  const empty = webhookBody([{ ...goodAlert, annotations: { pad: '' } }]);
  return webhookBody([{ ...goodAlert, annotations: { pad: 'x'.repeat(bytes - empty.length) } }]);
}

const whole = (body: string) => (call: ClientRequest) => call.setHeader('content-length', Buffer.byteLength(body)).end(body);
const chunked = (body: string) => (call: ClientRequest) => {
  for (let at = 0; at < body.length; at += 500) call.write(body.slice(at, at + 500));
  call.end();
};

it.each([
  ['announced', whole],
  ['chunked', chunked],
])('is taken at max_body and refused one byte over it, %s', async (_, way) => {
  const { port, entries, refused } = await serve();
  expect(await send(port, {}, way(bodyOf(2_000)))).toMatchObject({ status: 200, body: '{"accepted":1,"rejected":0}' });
  expect(entries.map(({ body }) => body)).toEqual([bodyOf(2_000)]);
  const over = await send(port, {}, way(bodyOf(2_001)));
  expect(over.status).toBe(413);
  expect(JSON.parse(over.body).error).toMatchObject({ code: 'too_large', message: expect.stringContaining('2000 bytes') });
  expect(refused).toEqual([{ integration: 'default', remote: '127.0.0.1', status: 413 }]);
  expect(entries).toHaveLength(1);
  expect((await send(port, {}, way(bodyOf(1_000)))).status).toBe(200);
});

it('cuts off a chunked body that does not end', async () => {
  const { port } = await serve();
  const answer = await send(port, {}, (call) => {
    const timer = setInterval(() => call.write('x'.repeat(1_000)), 5);
    call.on('response', () => {
      clearInterval(timer);
      call.end();
    });
  });
  expect(answer.status).toBe(413);
});

it('takes a character that is split between chunks', async () => {
  const { port, entries } = await serve();
  const bytes = Buffer.from(webhookBody([{ ...goodAlert, labels: { alertname: 'Сбой \u{1f525}' } }]));
  const answer = await send(port, {}, (call) => {
    for (const byte of bytes) call.write(Buffer.of(byte));
    call.end();
  });
  expect(answer.status).toBe(200);
  expect(entries[0]?.body).toBe(bytes.toString());
});

it('refuses nesting of 10,000 and 100,000 labels, and lives', async () => {
  const { port } = await serve({}, { ...openPolicy, maxBody: 10_000_000, maxInFlight: 100_000_000 });
  expect((await send(port, {}, whole(`{"alerts":${'['.repeat(10_000)}${']'.repeat(10_000)}}`))).status).toBe(400);
  const labels = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`l${i}`, 'x']));
  const answer = await send(port, {}, whole(webhookBody([{ ...goodAlert, labels }, goodAlert])));
  expect(answer).toMatchObject({ status: 200, body: '{"accepted":1,"rejected":1}' });
});

it('answers 503 while too many bytes wait for their commit, and takes more once they are through', async () => {
  let commit = (): void => {};
  const committed = new Promise<string>((resolve) => {
    commit = () => resolve('entry');
  });
  let appends = 0;
  let bothIn = (): void => {};
  const waiting = new Promise<void>((resolve) => {
    bothIn = resolve;
  });
  const append = (): Promise<string> => {
    if (++appends === 2) bothIn();
    return committed;
  };
  const { port } = await serve({ intake: { append } }, { ...openPolicy, maxInFlight: 3_000 });
  const first = send(port, {}, whole(bodyOf(1_500)));
  const second = send(port, {}, whole(bodyOf(1_500)));
  await waiting;
  for (const way of [whole, chunked]) {
    const refused = await send(port, {}, way(bodyOf(1_000)));
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
  }
  commit();
  expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([200, 200]);
  expect((await send(port, {}, whole(bodyOf(1_500)))).status).toBe(200);
});

it('forgets the bytes of bodies that were cut off', async () => {
  const { port, entries } = await serve({}, { ...openPolicy, maxInFlight: 2_000 });
  for (let i = 0; i < 5; i++) {
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          'POST /webhooks/alertmanager HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1900\r\n\r\n{',
        );
        setTimeout(() => socket.destroy(), 10);
      });
      socket.on('close', () => resolve());
    });
  }
  await expect.poll(async () => (await send(port, {}, whole(bodyOf(1_900)))).status).toBe(200);
  expect(entries).toHaveLength(1);
});

it('is not open to a foreign Host or through a proxy', async () => {
  const { port, refused } = await serve();
  const strange: Record<string, string>[] = [
    { host: 'tocsin.example.com' },
    { 'x-forwarded-for': '10.0.0.1' },
    { forwarded: 'for=10.0.0.1' },
  ];
  for (const headers of strange) expect((await send(port, headers, whole(bodyOf(1_000)))).status).toBe(401);
  expect(refused).toHaveLength(3);
});

it('counts connections and lets a request under way end before it closes', async () => {
  let commit = (): void => {};
  const committed = new Promise<string>((resolve) => {
    commit = () => resolve('entry');
  });
  let arrived = (): void => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const append = (): Promise<string> => {
    arrived();
    return committed;
  };
  const { port, server, get } = await serve({ intake: { append } });
  const answer = send(port, {}, whole(bodyOf(1_000)));
  await arrival;
  expect(await (await get('/metrics')).text()).toMatch(/^active_connections 1$/m);
  const closed = server.close(5_000);
  commit();
  expect((await answer).status).toBe(200);
  await closed;
  await expect(send(port, {}, whole(bodyOf(1_000)))).rejects.toThrow('ECONNREFUSED');
});

it('says which address is taken', async () => {
  const { port, app } = await serve();
  await expect(listen(app, { host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'EADDRINUSE', port });
});
