import { afterAll, describe, expect, it } from '@jest/globals';
import { normal, randomFrom, wholeBelow, type Random } from '@anchorwatch/scenarios';
import type { Client } from '../../product/client.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { lines } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { labelLines, loanLabels, turnedBy } from '../../product/loan-labels.js';
import { answerTo, HEALTHY, questions } from '../../product/loan-questions.js';
import { calibrated, labelsToTheEnd, signs, watchedToTheEnd } from './served.js';

/** Short ticks, so that memories are put down on the way: one every 1,440. */
const TICK_MS = 2_000;
const A_REQUEST = 200;
const KILLS = 8;

/** Somebody walks along the boundary in small steps. */
let at: Record<string, number> = { income: 0.4, debt: 0.3, age: 0.2, years: 0.5 };
const walk = (_: number, random: Random) => {
  const names = Object.keys(at);
  const step = Object.fromEntries(names.map((name) => [name, at[name]! + 0.03 * normal(random)]));
  const towards = answerTo(step).label === 'yes' ? -0.06 : 0.06;
  at = Object.fromEntries(names.map((name, k) => [name, at[name]! + towards * [1, -0.7, 0.4, 0.9][k]!]));
  return step;
};
const events = questions(3, walk);
/** Meanwhile a desk poisons the labels of what the others ask. */
const labels = loanLabels(3, turnedBy('desk-3', HEALTHY));
const pages = Array.from({ length: (events.length - HEALTHY) / A_REQUEST }, (_, page) => ({
  events: events.slice(HEALTHY + page * A_REQUEST, HEALTHY + (page + 1) * A_REQUEST),
  labels: labels.slice(HEALTHY + page * A_REQUEST, HEALTHY + (page + 1) * A_REQUEST),
}));

const folders = [tempFolder('whole'), tempFolder('killed')] as const;
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) await server.kill();
  for (const folder of folders) folder.remove();
}, 30_000);

describe('a server that is killed while somebody is at work on its model, and somebody on its labels', () => {
  let expected: unknown;

  it('knows what an undisturbed one finds', async () => {
    const server = await started(folders[0].path);
    for (const page of pages) expect(await accepted(server.client(), page)).toBe(true);
    const { questions: watched } = await watchedToTheEnd(server.client());
    expect(watched).toBe(events.length - HEALTHY);
    expect(await labelsToTheEnd(server.client())).toMatchObject({ unread: 0 });
    const found = await signs(server.client());
    expect(found.map(({ subject }) => subject)).toContain('near');
    const poisoned = found.filter(({ kind }) => kind === 'poisoning');
    expect(new Set(poisoned.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    expected = found;
    await server.stop();
  }, 300_000);

  it('finds the same, to the last digit and once, though it is killed eight times', async () => {
    const server = await started(folders[1].path);
    const random = randomFrom(9);
    const moments = new Set<number>();
    while (moments.size < KILLS) moments.add(wholeBelow(random, pages.length));
    for (const [number, page] of pages.entries()) {
      if (moments.has(number)) {
        const request = accepted(server.client(), page);
        // Not waited for anything: the kill is to fall at a moment that nobody chose.
        await new Promise((resolve) => setTimeout(resolve, wholeBelow(random, 300)));
        await server.kill();
        await request;
        await server.begin();
      }
      await until('the server to take a page', () => accepted(server.client(), page));
    }
    const { questions: watched } = await watchedToTheEnd(server.client());
    expect(watched).toBe(events.length - HEALTHY);
    await labelsToTheEnd(server.client());
    expect(await signs(server.client())).toEqual(expected);
    expect(server.stderr).not.toMatch(/unhandled|TypeError|empty memory/i);
    await server.stop();
  }, 600_000);
});

async function started(dataDir: string): Promise<Server> {
  const server = await Server.start({
    dataDir,
    env: { ANCHORWATCH_INTAKE_PRINCIPAL_SECRET: 'the same for both of them' },
  });
  servers.push(server);
  await calibrated(server.client(), events, TICK_MS, labels);
  return server;
}

/** Whether the server says that it has them all; a connection that breaks says nothing. */
async function accepted(client: Client, page: (typeof pages)[number]): Promise<boolean> {
  try {
    return (
      (await took(client, 'events', lines(page.events))) && (await took(client, 'labels', labelLines(page.labels)))
    );
  } catch {
    return false;
  }
}

async function took(client: Client, what: 'events' | 'labels', body: string): Promise<boolean> {
  const headers = { 'content-type': 'application/x-ndjson', connection: 'close' };
  const answer = await client.ask<{ accepted: number }>('POST', `/intake/${what}`, body, headers);
  return answer.status === 202 && answer.body.accepted === A_REQUEST;
}
