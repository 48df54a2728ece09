import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ErrorBody } from '../../product/client.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';

const ROLES = ['viewer', 'analyst', 'responder', 'approver', 'admin', 'ingest'] as const;
type Role = (typeof ROLES)[number];
const keyOf = (role: Role): string => `key of the ${role} 0123456789`;

const folder = tempFolder('keys');
writeFileSync(
  folder.file('monitor.yaml'),
  [
    'http:',
    '  keys:',
    ...ROLES.flatMap((role) => [
      `    - name: ${role}-key`,
      `      roles: [${role}]`,
      `      sha256: ${createHash('sha256').update(keyOf(role)).digest('hex')}`,
    ]),
  ].join('\n'),
);

let locked: Server;
let open: Server;

beforeAll(async () => {
  locked = await Server.start({ dataDir: folder.file('locked'), config: folder.file('monitor.yaml') });
  open = await Server.start({ dataDir: folder.file('open') });
}, 120_000);

afterAll(async () => {
  await locked?.kill();
  await open?.kill();
  folder.remove();
}, 30_000);

describe('without a known key', () => {
  it.each([
    ['no key', undefined],
    ['an unknown key', 'guessed'],
    ['the hash instead of the key', createHash('sha256').update(keyOf('admin')).digest('hex')],
  ])('%s is answered 401 everywhere', async (_, key) => {
    const client = locked.client(key);
    for (const [method, path] of [
      ['GET', '/me'],
      ['GET', '/overview'],
      ['GET', '/models'],
      ['GET', '/incidents'],
      ['GET', '/stream'],
      ['POST', '/explore'],
      ['POST', '/intake/events'],
      ['PUT', '/models/m'],
    ] as const) {
      const { status, body } = await client.ask<ErrorBody>(method, path, method === 'GET' ? undefined : {});
      expect([method, path, status, body.error.code]).toEqual([method, path, 401, 'unauthorized']);
    }
  });

  it('probes and metrics answer', async () => {
    for (const path of ['//healthz', '//readyz', '//metrics'])
      expect([path, (await locked.client().ask('GET', path)).status]).toEqual([path, 200]);
  });
});

describe('a key', () => {
  it.each(ROLES.map((role) => [role]))('of a %s says whose it is', async (role) => {
    const { status, body } = await locked.client(keyOf(role)).ask('GET', '/me');
    if (role === 'ingest') expect(status).toBe(403);
    else expect(body).toEqual({ name: `${role}-key`, roles: [role], open: false });
  });

  it('is taken from X-API-Key too', async () => {
    const answer = await locked.client().ask('GET', '/me', undefined, { 'x-api-key': keyOf('viewer') });
    expect(answer.body).toMatchObject({ name: 'viewer-key' });
  });

  /** Requests that concern nothing that exists: whoever may ask is told 404 or 400, everybody else 403. */
  const may: readonly (readonly [string, string, string, unknown, readonly Role[]])[] = [
    ['look', 'GET', '/overview', undefined, ['viewer', 'analyst', 'responder', 'approver', 'admin']],
    ['see the detectors', 'GET', '/detectors', undefined, ['viewer', 'analyst', 'responder', 'approver', 'admin']],
    ['explore', 'POST', '/explore', {}, ['viewer', 'analyst', 'responder', 'approver', 'admin']],
    ['acknowledge', 'POST', '/incidents/none/acknowledge', {}, ['responder', 'approver', 'admin']],
    ['assign', 'POST', '/incidents/none/assign', { assignee: 'ada' }, ['responder', 'approver', 'admin']],
    ['resolve', 'POST', '/incidents/none/resolve', { verdict: 'true', note: 'x' }, ['responder', 'approver', 'admin']],
    ['approve', 'POST', '/runs/none/steps/none/approve', {}, ['approver', 'admin']],
    ['reject', 'POST', '/runs/none/steps/none/reject', {}, ['approver', 'admin']],
    ['register', 'PUT', '/models/m', {}, ['responder', 'admin']],
    ['make a baseline', 'POST', '/models/m/baselines', {}, ['responder', 'admin']],
    ['promote', 'POST', '/models/m/baselines/none/promote', {}, ['responder', 'admin']],
    ['send telemetry', 'POST', '/intake/events', [], ['ingest', 'admin']],
    ['send labels', 'POST', '/intake/labels', [], ['ingest', 'admin']],
    ['send watermarks', 'POST', '/intake/watermark', {}, ['ingest', 'admin']],
  ];

  it.each(may)('may %s only with the right role', async (_, method, path, body, allowed) => {
    for (const role of ROLES) {
      const answer = await locked.client(keyOf(role)).ask<ErrorBody>(method, path, body);
      const forbidden = answer.status === 403;
      expect([role, forbidden]).toEqual([role, !allowed.includes(role)]);
      if (forbidden) expect(answer.body.error.message).toMatch(/needs the role|may only send telemetry/);
      else expect(answer.status).toBeLessThan(500);
    }
  });
});

describe('a session in a browser', () => {
  it('is a cookie that scripts cannot read, until it is ended', async () => {
    const client = locked.client();
    const refused = await client.ask<ErrorBody>('POST', '/session', { key: 'guessed' });
    expect([refused.status, refused.body.error.code]).toEqual([401, 'unauthorized']);
    const signedIn = await client.ask('POST', '/session', { key: keyOf('approver') });
    expect(signedIn).toMatchObject({ status: 200, body: { name: 'approver-key', roles: ['approver'] } });
    const sent = signedIn.headers.get('set-cookie')!;
    expect(sent).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = sent.split(';')[0]!;
    expect(await client.ask('GET', '/me', undefined, { cookie })).toMatchObject({ body: { name: 'approver-key' } });
    const signedOut = await client.ask('DELETE', '/session', undefined, { cookie });
    expect(signedOut.status).toBe(204);
    expect(signedOut.headers.get('set-cookie')).toMatch(/Max-Age=0/);
  });

  it('does not let a page of somebody else act', async () => {
    const cookie = `anchorwatch_session=${encodeURIComponent(keyOf('admin'))}`;
    const path = '/incidents/none/acknowledge';
    const ours = await locked.client().ask('POST', path, {}, { cookie, origin: locked.url });
    const theirs = await locked.client().ask('POST', path, {}, { cookie, origin: 'https://evil.example' });
    expect([ours.status, theirs.status]).toEqual([404, 401]);
  });

  it('with a damaged cookie is answered 401, not 500', async () => {
    const cookie = 'anchorwatch_session=%E0%A4%A';
    expect((await locked.client().ask('GET', '/me', undefined, { cookie })).status).toBe(401);
  });
});

describe('without any keys, the server', () => {
  it('answers this machine as an administrator', async () => {
    expect(await open.client().get('/me')).toEqual({ name: 'local', roles: ['admin'], open: true });
  });

  it.each([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a name that points here (DNS rebinding)', { host: 'evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a page that hides its origin', { origin: 'null' }],
    ['a cross-site request without an origin', { 'sec-fetch-site': 'cross-site' }],
  ])('refuses %s', async (_, headers: Record<string, string>) => {
    expect(await statusWith(open, headers)).toBe(403);
  });

  it('refuses to listen beyond this machine', async () => {
    await expect(
      Server.start({ dataDir: folder.file('wide'), env: { ANCHORWATCH_HTTP_HOST: '0.0.0.0' } }),
    ).rejects.toThrow('http.keys: at least one key is required to listen on 0.0.0.0');
  }, 60_000);
});

/** As fetch sends no foreign Host header. */
function statusWith(server: Server, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}/api/v1/overview`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.once('error', reject).end();
  });
}
