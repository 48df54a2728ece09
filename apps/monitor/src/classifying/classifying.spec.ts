import { keyedHashes } from '@anchorwatch/compromise';
import { wholeEvent, type StoredEvent } from '@anchorwatch/telemetry';
import { afterEach, describe, expect, it } from '@jest/globals';
import { classifierSchema } from '../config/classifier.js';
import { ServedModel, type Received, type Reply } from '../probing/served-model.fixture.js';
import { KeptTexts } from '../roles/kept-texts.js';
import { ClassifyAtIntake } from './classify-at-intake.js';
import { HttpClassifier } from './http-classifier.js';

/** A small real classifier: the share of capitals in a text. */
const capitals = (text: string) => text.replace(/[^A-Z]/g, '').length / text.length;
const textsOf = ({ body }: Received) => (body as { texts: readonly string[] }).texts;
const honest = (asked: Received): Reply => ({ body: { scores: textsOf(asked).map(capitals) } });

const started: ServedModel[] = [];
afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
});

async function served(answer: (asked: Received) => Reply, given: object = {}) {
  const server = await ServedModel.start(answer);
  started.push(server);
  const settings = classifierSchema.parse({ url: `${server.url}/predict?x=1`, ...given });
  const allow = [new URL(server.url).host];
  const counted = { scored: 0, unscored: 0, reasons: [] as string[] };
  let now = 0;
  const classify = new ClassifyAtIntake(
    new HttpClassifier(settings, { allow, secrets: { mine: 'a secret token' } }),
    settings,
    {
      scored: (count) => (counted.scored += count),
      unscored: (count, reason) => {
        counted.unscored += count;
        counted.reasons.push(reason);
      },
    },
    () => now,
  );
  return { server, classify, counted, pass: (ms: number) => (now += ms) };
}

const texts = Array.from({ length: 100 }, (_, k) => `${'A'.repeat(k % 7)}bcdefg`);

describe('a classifier behind HTTP', () => {
  it('gives each text its score, some texts to a request', async () => {
    const { server, classify, counted } = await served(honest, { token: 'mine', batch: 30 });
    expect(await classify.scores(texts)).toEqual(texts.map(capitals));
    expect(server.received.map((asked) => textsOf(asked).length).sort()).toEqual([10, 30, 30, 30]);
    expect(server.received[0]).toMatchObject({
      path: '/predict?x=1',
      headers: { authorization: 'Bearer a secret token' },
    });
    expect(counted).toEqual({ scored: 100, unscored: 0, reasons: [] });
  });

  it('is asked in the shape of classification pipelines too, for the score of one label', async () => {
    const pipeline = ({ body }: Received): Reply => ({
      body: (body as { inputs: readonly (readonly [string])[] }).inputs.map(([text]) => [
        { label: 'SAFE', score: 1 - capitals(text) },
        { label: 'INJECTION', score: capitals(text) },
      ]),
    });
    const { classify } = await served(pipeline, { format: 'labels', label: 'INJECTION' });
    expect(await classify.scores(texts)).toEqual(texts.map(capitals));
    const other = await served(pipeline, { format: 'labels', label: 'OTHER' });
    expect(await other.classify.scores(['A'])).toEqual([undefined]);
    expect(other.counted.reasons).toEqual(['no label "OTHER" among those of a text']);
  });

  it('is sent no more of a text than 4,000 characters', async () => {
    const { server, classify } = await served(honest);
    await classify.scores(['x'.repeat(100_000)]);
    expect(textsOf(server.received[0]!)[0]).toHaveLength(4_000);
  });

  it.each<[string, Reply, string]>([
    ['an error', { status: 500, body: 'out of order' }, 'HTTP 500'],
    ['too few scores', { body: { scores: [0.5] } }, 'expected 3 scores, got 1'],
    ['what is no number', { body: '{"scores":[0.1,NaN,0.2]}' }, 'expected JSON'],
    ['null for a score', { body: { scores: [0.1, null, 0.2] } }, 'expected finite numbers'],
    ['an infinite score', { body: '{"scores":[0.1,1e999,0.2]}' }, 'expected finite numbers'],
    ['another shape', { body: [0.1, 0.2, 0.3] }, 'expected a list of scores'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'redirects are not followed'],
    ['nothing', 'silence', 'no answer within 50 ms'],
  ])('that answers with %s leaves texts without a score, which is counted', async (_, reply, reason) => {
    const { classify, counted } = await served(() => reply, { timeout: '50ms' });
    expect(await classify.scores(['a', 'b', 'c'])).toEqual([undefined, undefined, undefined]);
    expect(counted).toMatchObject({ scored: 0, unscored: 3, reasons: [expect.stringContaining(reason)] });
  });

  it('is left alone for a while after a failure, and asked again then', async () => {
    const state = { reply: { status: 500 } as Reply | undefined };
    const { server, classify, counted, pass } = await served((asked) => state.reply ?? honest(asked));
    await classify.scores(['a']);
    state.reply = undefined;
    expect(await classify.scores(['a', 'B'])).toEqual([undefined, undefined]);
    expect(server.received).toHaveLength(1);
    pass(10_000);
    expect(await classify.scores(['a', 'B'])).toEqual([0, 1]);
    expect(counted).toMatchObject({ scored: 2, unscored: 3 });
  });

  it('costs intake no more than its timeout when it stops answering midway, and what was answered counts', async () => {
    let requests = 0;
    const { classify, counted } = await served((asked) => (++requests > 2 ? 'silence' : honest(asked)), {
      timeout: '200ms',
      batch: 10,
      in_flight: 2,
    });
    const scores = await classify.scores(texts);
    expect(scores.filter((score) => score !== undefined)).toHaveLength(20);
    expect(counted).toMatchObject({ scored: 20, unscored: 80 });
  });
});

describe('what is stored of prompts that a classifier scores', () => {
  const placed = (text: object, offset: number): StoredEvent => ({
    source: { topic: 't', partition: 0, offset, part: 0 },
    event: wholeEvent({ model: 'm', request_id: `r${offset}`, event_time: 0, features: {}, text }),
  });
  const hashes = keyedHashes('a secret of the specs');

  it('is the score and whose it is, with the event; of answers alone nothing', async () => {
    const { classify, pass } = await served(honest, { name: 'guard-2' });
    const kept = await KeptTexts.open(hashes, [], false, classify);
    const [first, second] = await kept.kept([placed({ prompt: 'Ab' }, 0), placed({ output: 'AB' }, 1)]);
    expect(first!.event.text_signs!.prompt!.classified).toEqual({ by: 'guard-2', score: 0.5 });
    expect(second!.event.text_signs).not.toHaveProperty('prompt');
    expect(first!.event).not.toHaveProperty('text');
    await started.pop()!.close();
    pass(60_000);
    const [away] = await kept.kept([placed({ prompt: 'Ab' }, 2)]);
    expect(away!.event.text_signs!.prompt).not.toHaveProperty('classified');
  });
});
