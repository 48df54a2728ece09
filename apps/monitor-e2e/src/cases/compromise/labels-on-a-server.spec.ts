import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { labelLines, loanLabels, sendLoanLabels, turnedBy } from '../../product/loan-labels.js';
import { EVENTS, HEALTHY, questions } from '../../product/loan-questions.js';
import type { IncidentDetails } from '../../product/records.js';
import { run } from '../../product/run.js';
import { Server } from '../../product/server.js';
import { tempFolder } from '../../product/temp-folder.js';
import { lines, MINUTE, send, START } from '../../product/traffic.js';
import { until } from '../../product/until.js';
import { incidents } from '../../product/watched-model.js';
import { calibrated, labelsToTheEnd, MODEL, signs, statusOf, timeOf, watchedToTheEnd, type Sign } from './served.js';

const events = questions(11);
const labels = loanLabels(11, turnedBy('desk-3', HEALTHY));
/** The last minute of healthy labels comes when the baseline is made already. */
const LEARNT = HEALTHY - 60;
/** In force from the first tick after the baseline on, for questions; labels of questions before it are about none of its own. */
const WATCHED = EVENTS - Math.ceil(HEALTHY / 60) * 60;
const folder = tempFolder('labels');
let server: Server;

beforeAll(async () => {
  server = await Server.start({ dataDir: folder.path });
}, 120_000);
afterAll(async () => {
  await server.kill();
  folder.remove();
}, 30_000);

describe('a server whose model is labelled by somebody who poisons it', () => {
  it('calibrates the watch of labels with the baseline, and says what it can see and what that may cost', async () => {
    await calibrated(server.client(), events, MINUTE, labels);
    const { feedback } = await statusOf(server.client());
    expect(feedback).toMatchObject({ blind_because: null, calibration: { labels: LEARNT, sources: 10 }, labels: 0 });
    expect(feedback.calibration!.signs).toEqual(expect.arrayContaining(['flips', 'pair', 'odd', 'burst']));
    expect(feedback.blind.map(({ detector }) => detector)).toEqual(['far']);
    expect(feedback.alarms_per_week).toBeCloseTo(0.25, 9);
    expect(feedback.labels_per_week / 604_800).toBeCloseTo(LEARNT / HEALTHY, 1);
  }, 120_000);

  it('opens an incident of poisoning that names the desk, and nobody else', async () => {
    const client = server.client();
    await send(client, events.slice(HEALTHY));
    await sendLoanLabels(client, labels.slice(HEALTHY));
    await watchedToTheEnd(client);
    expect(await labelsToTheEnd(client)).toMatchObject({ labels: WATCHED, read: WATCHED, unread: 0 });
    const poisoned = (await signs(client)).filter(({ kind }) => kind === 'poisoning');
    expect(new Set(poisoned.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    const opened = await until('an incident of poisoning', async () =>
      (await incidents(client, MODEL)).find(({ kind }) => kind === 'poisoning'),
    );
    const { evidence } = await client.get<IncidentDetails>(`/incidents/${opened.id}`);
    expect(evidence.flatMap((finding) => (finding as unknown as Sign).principals)).toContain('desk-3');
    expect(server.stderr).not.toMatch(/unhandled|TypeError/i);
  }, 240_000);

  it('puts what that cost into the report of the budget and into its metrics', async () => {
    const { models } = await server
      .client()
      .get<{ models: { model: string; feedback: { labels: number; read: number; spent: number } }[] }>(
        `/budget?from=${START}&to=${timeOf(EVENTS) + 2 * MINUTE}`,
      );
    const { feedback } = models.find(({ model }) => model === MODEL)!;
    expect(feedback).toMatchObject({ labels: WATCHED, read: WATCHED });
    expect(feedback.spent).toBeCloseTo((0.25 * WATCHED) / 604_800, 3);
    const { body } = await server.client().ask<string>('GET', '//metrics');
    expect(body).toContain(`anchorwatch_labels_read_total{model="${MODEL}"} ${WATCHED}`);
  });

  it('accuses whom `scan` accuses on the same telemetry, in the same words', async () => {
    const [file, truth, out] = ['all.jsonl', 'labels.jsonl', 'all.json'].map((name) => folder.file(name));
    writeFileSync(file!, lines(events));
    writeFileSync(truth!, labelLines(labels));
    await run(['scan', file!, '--labels', truth!, '--baseline-rows', String(HEALTHY), '--json', out!]);
    const { findings } = JSON.parse(readFileSync(out!, 'utf8')) as { findings: Sign[] };
    const scanned = findings.filter(({ kind }) => kind === 'poisoning');
    expect(new Set(scanned.flatMap(({ principals }) => principals))).toEqual(new Set(['desk-3']));
    // What follows says how much as many labels would tell: that is another number in either.
    const plain = (words: string) => words.replaceAll(/[\d.]+/g, '#').split(';')[0];
    const served = (await signs(server.client())).filter(({ kind }) => kind === 'poisoning');
    const said = new Set(served.map(({ words }) => plain(words)));
    expect(new Set(scanned.map(({ words }) => plain(words)))).toEqual(said);
  }, 120_000);
});
