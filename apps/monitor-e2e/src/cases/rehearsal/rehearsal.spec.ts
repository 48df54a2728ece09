import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../../product/run.js';
import type { BaselineSummary } from '../../product/records.js';
import { Server } from '../../product/server.js';
import { simulate } from '../../product/simulator.js';
import { tempFolder } from '../../product/temp-folder.js';
import { until } from '../../product/until.js';

const MODEL = 'late-arrivals';
const STEP_MS = 90_000;
const HEALTHY = 4_000;
const FROM = Date.UTC(2001, 1, 1);
/** Where the baseline ends and the attack begins. */
const THEN = FROM + HEALTHY * STEP_MS;
const ATTACK = [
  '--attack',
  'hopskipjump',
  '--share',
  '0.3',
  '--begins',
  '0',
  '--events',
  '2000',
  '--from',
  new Date(THEN).toISOString(),
];

interface Asked {
  readonly request_id: string;
  readonly features: unknown;
  readonly prediction: { readonly label: string; readonly score: number };
  readonly principal: { readonly key: string };
}

const folder = tempFolder('rehearsal');
let server: Server;
/** What the attack asks and is answered where nobody watches. */
let unwatched: readonly Asked[];

beforeAll(async () => {
  server = await Server.start({ dataDir: folder.path });
  const file = folder.file('unwatched.jsonl');
  await simulate([...ATTACK, '--out', file]);
  unwatched = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Asked);
}, 300_000);
afterAll(async () => {
  await server.kill();
  folder.remove();
}, 30_000);

describe('an attack on a model that is watched', () => {
  it('is found by the server: the account is accused', async () => {
    const client = server.client();
    const where = ['--url', server.url];
    await simulate(['--attack', 'none', '--events', String(HEALTHY), '--from', new Date(FROM).toISOString(), ...where]);
    await client.put(`/models/${MODEL}`, { owner: 'airport', risk_tier: 'high', stage: 'production' });
    const range = { from: FROM, to: THEN, tick_ms: 20 * STEP_MS };
    const { digest } = await client.post<BaselineSummary>(`/models/${MODEL}/baselines`, range);
    await client.post(`/models/${MODEL}/baselines/${digest}/promote`, { effective_from: THEN });
    await simulate([...ATTACK, ...where]);
    const accused = await until(
      'the account to be accused',
      async () => {
        const { findings } = await client.get<{ findings: { detector: string; principals: string[] }[] }>(
          `/findings?model=${MODEL}&limit=5000`,
        );
        const who = findings
          .filter(({ detector }) => detector === 'compromise')
          .flatMap(({ principals }) => principals);
        return who.includes(await pseudonymOf('account0')) && who;
      },
      240_000,
    );
    expect(accused).not.toContain(await pseudonymOf('customer0'));
  }, 600_000);

  it('sees the same answers as where nobody watches, to the last question: there is nothing to learn of the monitor', async () => {
    const { rows } = await explored(
      [{ field: 'principal.key', op: '=', value: await pseudonymOf('account0') }],
      ['request_id', 'prediction.label', 'prediction.score'],
    );
    const expected = unwatched
      .filter(({ principal }) => principal.key === 'account0')
      .map(({ request_id, prediction }) => [request_id, prediction.label, prediction.score]);
    expect(expected.length).toBeGreaterThan(400);
    expect([...rows].sort(byId)).toEqual([...expected].sort(byId));
  }, 120_000);
});

describe('the attacks that can be rehearsed', () => {
  it('are found by `scan` in the file that the simulator writes', async () => {
    const [file, out] = [folder.file('sweep.jsonl'), folder.file('sweep.json')];
    const [, rehearsal, ...rest] = await simulate([
      '--attack',
      'attribute',
      '--events',
      '8000',
      '--begins',
      '5000',
      '--out',
      file,
    ]);
    expect(rehearsal).toMatchObject({ kind: 'rehearsal', attack: 'attribute', atlas: ['AML.T0024.001'] });
    const rehearsed = rest.find(({ kind }) => kind === 'rehearsed') as unknown as {
      attacked: number;
      first_event: number;
    };
    expect(rehearsed.attacked).toBeGreaterThan(200);
    expect((await run(['scan', file, '--baseline-rows', '4000', '--json', out])).status).toBe(3);
    const { findings } = JSON.parse(readFileSync(out, 'utf8')) as {
      findings: { detector: string; principals: string[]; raised_at: { event: number } }[];
    };
    const signs = findings.filter(({ detector }) => detector === 'compromise');
    expect(signs[0]!.principals).toEqual(['account0']);
    expect(signs[0]!.raised_at.event).toBeGreaterThan(rehearsed.first_event);
    expect(signs[0]!.raised_at.event).toBeLessThan(rehearsed.first_event + 500);
  }, 300_000);
});

function byId(one: readonly unknown[], other: readonly unknown[]): number {
  return String(one[0]) < String(other[0]) ? -1 : 1;
}

async function explored(filters: readonly object[], columns: readonly string[]) {
  const asked = { dataset: 'events', from: FROM, to: THEN + 1e9, filters, columns, limit: 5_000 };
  return server.client().post<{ rows: unknown[][] }>('/explore', asked);
}

/** Under which pseudonym the store has a principal: by one of its questions. */
async function pseudonymOf(key: string): Promise<string> {
  const { request_id } = unwatched.find(({ principal }) => principal.key === key)!;
  const { rows } = await explored([{ field: 'request_id', op: '=', value: request_id }], ['principal.key']);
  return String(rows[0]![0]);
}
