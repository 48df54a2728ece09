import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Random } from '@anchorwatch/scenarios';
import type { IncidentDetails } from '../../product/records.js';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { closeUpTo, lines, MINUTE, send, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { incidents } from '../../product/watched-model.js';
import { BEGINS, EVENTS, HEALTHY, questions } from '../../product/loan-questions.js';
import { calibrated, MODEL, signs, statusOf, timeOf, watchedToTheEnd, type Sign } from './served.js';

const anywhere = (_: number, random: Random) =>
  Object.fromEntries(['income', 'debt', 'age', 'years'].map((name) => [name, (random() - 0.5) * 14]));
const events = questions(2, anywhere);
/** The baseline comes into force with the first tick after it. */
const WATCHED = EVENTS - Math.ceil(HEALTHY / 60) * 60;
const folder = tempFolder('watched');
let server: Server;

beforeAll(async () => {
  server = await Server.start({ dataDir: folder.path });
}, 120_000);
afterAll(async () => {
  await server.kill();
  folder.remove();
}, 30_000);

describe('a server that is asked by somebody who copies its model', () => {
  it('calibrates its detectors with the baseline, and says what they can see and what that may cost', async () => {
    await calibrated(server.client(), events);
    const status = await statusOf(server.client());
    expect(status).toMatchObject({ blind_because: null, calibration: { events: HEALTHY } });
    expect(status.calibration!.bits).toEqual(expect.arrayContaining(['novel', 'near', 'conflict']));
    expect(status.blind.map(({ detector }) => detector)).toContain('flagged');
    expect(status.alarms_per_week).toBeCloseTo(0.25, 9);
    expect(status.questions_per_week).toBeCloseTo(604_800, -3);
  }, 120_000);

  it('finds nothing while only customers ask', async () => {
    await send(server.client(), events.slice(HEALTHY, BEGINS - 300));
    await closeUpTo(server.client(), timeOf(BEGINS - 300));
    await until(
      'the first questions to be watched',
      async () => ((await statusOf(server.client())).questions ?? 0) > 0,
    );
    expect(await signs(server.client())).toEqual([]);
  }, 120_000);

  it('opens an incident of extraction that names the account, by its pseudonym', async () => {
    const client = server.client();
    await send(client, events.slice(BEGINS - 300));
    const status = await watchedToTheEnd(client);
    expect(status).toMatchObject({ questions: WATCHED, scored: WATCHED, unscored: 0 });
    const accused = new Set((await signs(client)).flatMap(({ principals }) => principals));
    expect([...accused]).toEqual([await pseudonymOf('mallory')]);
    const opened = await until('an incident of extraction', async () =>
      (await incidents(client, MODEL)).find(({ kind }) => kind === 'extraction'),
    );
    const { evidence } = await client.get<IncidentDetails>(`/incidents/${opened.id}`);
    const questionsOf = evidence.map((finding) => (finding as unknown as Sign).principals).flat();
    expect(questionsOf).toContain([...accused][0]);
    expect(server.stderr).not.toMatch(/unhandled|TypeError/i);
  }, 240_000);

  it('puts what watching cost into the report of the budget', async () => {
    const report = await server
      .client()
      .get<{ models: { model: string; spent: number; compromise: object }[] }>(
        `/budget?from=${START}&to=${timeOf(EVENTS) + MINUTE}`,
      );
    const line = report.models.find(({ model }) => model === MODEL)!;
    expect(line.compromise).toMatchObject({ questions: WATCHED, scored: WATCHED });
    const { spent } = line.compromise as { spent: number };
    expect(spent).toBeCloseTo((0.25 * WATCHED) / 604_800, 4);
    expect(line.spent).toBeGreaterThan(spent);
  });

  it('accuses whom `scan` accuses on the same telemetry', async () => {
    const [file, out] = [folder.file('all.jsonl'), folder.file('all.json')];
    writeFileSync(file, lines(events));
    await run(['scan', file, '--baseline-rows', String(HEALTHY), '--json', out]);
    const { findings } = JSON.parse(readFileSync(out, 'utf8')) as { findings: Sign[] };
    const scanned = findings
      .filter(({ detector }) => detector === 'compromise')
      .flatMap(({ principals }) => principals);
    expect(new Set(scanned)).toEqual(new Set(['mallory']));
    const names = await Promise.all([...new Set(scanned)].map(pseudonymOf));
    expect(new Set((await signs(server.client())).flatMap(({ principals }) => principals))).toEqual(new Set(names));
  }, 120_000);
});

/** Under which pseudonym the store has a principal: by one of its questions. */
async function pseudonymOf(key: string): Promise<string> {
  const { request_id } = events.find(({ principal }) => principal.key === key)!;
  const { rows } = await server.client().post<{ rows: string[][] }>('/explore', {
    dataset: 'events',
    from: 0,
    to: timeOf(EVENTS),
    filters: [{ field: 'request_id', op: '=', value: request_id }],
    columns: ['principal.key'],
    limit: 10,
  });
  return rows[0]![0]!;
}
