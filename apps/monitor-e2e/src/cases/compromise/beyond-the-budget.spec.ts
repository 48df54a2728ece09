import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Random } from '@anchorwatch/scenarios';
import { BEGINS, EVENTS, HEALTHY, questions } from '../../product/loan-questions.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { MINUTE, send, START } from '../../product/traffic.js';
import { calibrated, MODEL, signs, timeOf, watchedToTheEnd } from './served.js';

const anywhere = (_: number, random: Random) =>
  Object.fromEntries(['income', 'debt', 'age', 'years'].map((name) => [name, (random() - 0.5) * 14]));
/** A question a second, of which every other one may be read. */
const events = questions(2, anywhere);
const MOST_A_TICK = 30;
const WATCHED = EVENTS - Math.ceil(HEALTHY / 60) * 60;
const folder = tempFolder('beyond');
let server: Server;

beforeAll(async () => {
  server = await Server.start({
    dataDir: folder.path,
    env: { ANCHORWATCH_COMPROMISE_QUESTIONS_PER_SECOND: '0.5' },
  });
}, 120_000);
afterAll(async () => {
  await server.kill();
  folder.remove();
}, 30_000);

interface Tick {
  readonly from: number;
  readonly to: number;
  readonly questions: number;
  readonly scored: number;
}

describe('a model that is asked more than its detectors may read', () => {
  it('finds who copies it all the same, and says of every tick how much was left unread', async () => {
    const client = server.client();
    await calibrated(client, events);
    await send(client, events.slice(HEALTHY));
    const status = await watchedToTheEnd(client);
    expect(status.questions).toBe(WATCHED);
    expect(status.scored + status.unscored).toBe(WATCHED);
    const { ticks } = await client.get<{ ticks: Tick[] }>(`/models/${MODEL}/watch/ticks?limit=10000`);
    const full = ticks.filter(({ from, to }) => to - from === MINUTE && from < timeOf(EVENTS - 60));
    expect(full.length).toBeGreaterThan(60);
    expect(full.filter((tick) => tick.questions === 60 && tick.scored !== MOST_A_TICK)).toEqual([]);
    expect(ticks.reduce((sum, tick) => sum + tick.scored, 0)).toBe(status.scored);
    const accused = (await signs(client)).map(({ principals, raised_at }) => ({
      principals: principals.length,
      late: raised_at.time > timeOf(BEGINS),
    }));
    expect(accused.length).toBeGreaterThan(0);
    expect(accused).toEqual(accused.map(() => ({ principals: 1, late: true })));
  }, 240_000);

  it('stores all of them, and counts what was left unread for whoever looks after it', async () => {
    const client = server.client();
    const { rows } = await client.post<{ rows: number[][] }>('/explore', {
      dataset: 'events',
      from: START,
      to: timeOf(EVENTS),
      measures: [{ op: 'count' }],
      limit: 1,
    });
    expect(Number(rows[0]![0])).toBe(EVENTS);
    const { body } = await client.ask<string>('GET', '//metrics');
    const unread = Number(/^anchorwatch_questions_unscored_total\{model="loans"\} (\d+)$/m.exec(body)?.[1]);
    const read = Number(/^anchorwatch_questions_read_total\{model="loans"\} (\d+)$/m.exec(body)?.[1]);
    expect(unread).toBeGreaterThan(WATCHED / 3);
    expect(read + unread).toBe(WATCHED);
  });
});
