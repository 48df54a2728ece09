import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '@anchorwatch/stats';
import type { Asking, GoldenQuestion } from './asking.js';
import { AskingJudge } from './asking-judge.js';
import { flipped, healthy, options, place, Play, sound, type Served } from './asking.fixture.js';
import { chooseGolden, givenGolden } from './choose-golden.js';

const golden = chooseGolden(healthy, place, { seed: 1 });

/** A number in [0, 1) of a question, another one for every seed. */
const lotOf = ({ question }: GoldenQuestion, seed: number) => {
  let mixed = seed;
  for (const character of question) mixed = (Math.imul(mixed, 31) + character.codePointAt(0)!) >>> 0;
  return randomFrom(mixed)();
};
const swappedBy =
  (isChanged: (question: GoldenQuestion) => boolean): Served =>
  (question) =>
    isChanged(question) ? flipped(sound(question, 0)) : sound(question, 0);

describe('asking again', () => {
  it('raises nothing while the model answers as before, asked for weeks', () => {
    const play = new Play(golden);
    for (let times = 0; times < 40; times++) expect(play.all(sound)).toEqual([]);
    expect(play.judge.states()).toMatchObject([{ determinism: { kind: 'answer' }, conflicting: [] }]);
  });

  it('finds a swap of the whole model in the first round', () => {
    const [finding] = new Play(golden).ask(swappedBy(() => true));
    expect(finding).toMatchObject({
      detector: 'compromise',
      kind: 'tampering',
      tier: 'alarm',
      subject: 'golden',
      role: 'bit',
      model_version: '1',
      value: 1,
      n: 12,
      ended_at: null,
      raised_at: { event: 1 },
    });
    expect(finding!.words).toMatch(/^12 of 12 questions asked again got another answer of version 1 than before/);
    const { asked, questions } = finding!.evidence;
    expect(asked).toHaveLength(12);
    expect(asked![0]!.now).toEqual(flipped(asked![0]!.before));
    expect(questions).toMatchObject({ level: 'pooled', linked: 12, flipped: 12 });
    const event = healthy.find(({ event_id }) => event_id === asked![0]!.event_id)!;
    expect([asked![0]!.features, asked![0]!.before]).toEqual([event.features, event.prediction]);
  });

  it('finds a swap of 1 % of the answers in 95 % of 300 cases, once all 300 questions were asked', () => {
    expect(golden).toHaveLength(300);
    let found = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const play = new Play(golden, 100, randomFrom(seed));
      if (play.all(swappedBy((question) => lotOf(question, seed) < 0.01)).length > 0) found++;
    }
    // 1 − .99^300 = .951; the standard error of 300 cases is .0125.
    expect(found / 300).toBeGreaterThan(0.91);
    expect(found / 300).toBeLessThan(0.985);
  });

  it('finds a swap in a region with 1 % of the traffic in at least 95 % of 200 cases: golden questions lie everywhere', () => {
    const choices = Array.from({ length: 10 }, (_, k) => chooseGolden(healthy, place, { seed: k }));
    let found = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomFrom(seed);
      const [a, b] = [...'abcd'].sort(() => random() - 0.5) as [string, string];
      const centre = healthy[Math.floor(random() * healthy.length)]!;
      const far = (features: GoldenQuestion['features']) =>
        Math.hypot(...[a, b].map((name) => Number(features[name]) - Number(centre.features[name])));
      const radius = healthy.map(({ features }) => far(features)).sort((x, y) => x - y)[
        Math.floor(healthy.length / 100)
      ]!;
      if (choices[seed % choices.length]!.some(({ features }) => far(features) <= radius)) found++;
    }
    expect(found / 200).toBeGreaterThanOrEqual(0.95);
  });

  it('does not take a slip for a swap', () => {
    const play = new Play(golden);
    play.ask(sound);
    const slips: Served = (question, turn) => (turn === 0 ? flipped(sound(question, 0)) : sound(question, 0));
    const once = new Set(golden.slice(0, 3).map(({ question }) => question));
    const findings = play.all((question, turn) => (once.has(question.question) ? slips : sound)(question, turn));
    expect(findings).toEqual([]);
  });

  it('is blind, and says so, where the model answers the same question differently', () => {
    const random = randomFrom(3);
    const play = new Play(golden);
    const fickle: Served = (question, turn) =>
      random() < 0.3 ? flipped(sound(question, turn)) : sound(question, turn);
    expect(play.all(fickle)).toEqual([]);
    expect(play.judge.states()[0]!.determinism).toMatchObject({
      kind: 'blind',
      reason: expect.stringMatching(
        /^asked again at once, \d+ of \d+ questions got another answer: the model is not deterministic$/,
      ),
    });
  });

  it('takes the tolerance of scores from the model itself', () => {
    const random = randomFrom(4);
    const noisy =
      (shift: number): Served =>
      (question) => {
        const { label, score } = sound(question, 0);
        return { label: label!, score: score! + shift + 2e-4 * random() };
      };
    const play = new Play(golden);
    expect([...play.all(noisy(0)), ...play.all(noisy(0))]).toEqual([]);
    expect(play.ask(noisy(0.002))[0]).toMatchObject({ subject: 'golden', evidence: { questions: { flipped: 0 } } });
  });

  it('is blind where the probe answers in another form than telemetry has, and says which', () => {
    const coded = new Play(golden);
    expect(coded.ask((question) => ({ label: sound(question, 0).label === 'yes' ? '1' : '0' }))).toEqual([]);
    expect(coded.judge.states()[0]!.determinism).toMatchObject({
      reason: expect.stringContaining('labels that telemetry never had'),
    });
    const turned = new Play(golden);
    expect(
      turned.ask((question) => ({ label: sound(question, 0).label!, score: 1 - sound(question, 0).score! })),
    ).toEqual([]);
    expect(turned.judge.states()[0]!.determinism).toMatchObject({ reason: expect.stringContaining('another class') });
    const valued = new Play(golden);
    expect(valued.ask(() => ({ value: 3 }))).toEqual([]);
    expect(valued.judge.states()[0]!.determinism).toMatchObject({
      reason: expect.stringContaining('nothing in common'),
    });
  });

  it('raises nothing at a declared release, whatever it answers, and watches it from its first answers on', () => {
    const play = new Play(golden);
    play.all(sound);
    const released = swappedBy((question) => lotOf(question, 9) < 0.3);
    expect([...play.all(released, '2'), ...play.all(released, '2')]).toEqual([]);
    const [finding] = play.all(sound, '2');
    expect(finding).toMatchObject({ model_version: '2', subject: 'golden' });
  });

  it('ends when the answers are as before again, and begins anew when they are not', () => {
    const play = new Play(golden);
    const region = swappedBy((question) => lotOf(question, 5) < 0.03);
    const began = play.all(region);
    const open = play.judge.conflicting();
    expect(open.size).toBeGreaterThan(1);
    const ended = play.all(sound);
    expect(ended.map(({ id, ended_at }) => [id, ended_at === null])).toEqual([[began[0]!.id, false]]);
    expect(ended[0]!.evidence.asked!.length).toBe(open.size);
    expect(play.judge.conflicting().size).toBe(0);
    expect(play.all(region)[0]!.id).not.toBe(began[0]!.id);
  });

  it('ends when the version answers no more', () => {
    const play = new Play(golden);
    const [finding] = play.ask(swappedBy(() => true));
    expect(play.ask(sound, '2')).toMatchObject([{ id: finding!.id, ended_at: { event: 2 } }]);
  });

  it('judges stored rounds to the same findings', () => {
    const play = new Play(golden);
    const region = swappedBy((question) => lotOf(question, 5) < 0.03);
    const findings = [...play.all(sound), ...play.all(region), ...play.all(sound)];
    const judge = new AskingJudge(golden, place, options);
    const rounds = [...new Set(play.askings.map(({ round }) => round))];
    const again = rounds.flatMap((round) =>
      judge.take(play.askings.filter((asking: Asking) => asking.round === round)),
    );
    expect(findings.length).toBeGreaterThan(0);
    expect(again).toEqual(findings);
  });
});

describe('asking a model that draws its texts', () => {
  const prompts = givenGolden(
    Array.from({ length: 6 }, (_, k) => `Say something about ${k}`),
    place,
  );
  const writer = (seed: number, skew: number): Served => {
    const random = randomFrom(seed);
    return ({ prompt }) => ({
      label: `${prompt}: ${Array.from({ length: 12 }, () => 'abcdefgh'[Math.floor(8 * random() ** skew)]).join('')}`,
    });
  };

  it('compares the laws of its texts, and finds another model', () => {
    const play = new Play(prompts, 6);
    const sole = writer(1, 1);
    expect(Array.from({ length: 60 }, () => play.ask(sole)).flat()).toEqual([]);
    expect(play.judge.states()[0]!.determinism.kind).toBe('law');
    const other = writer(2, 3);
    const findings = Array.from({ length: 30 }, () => play.ask(other)).flat();
    expect(findings[0]).toMatchObject({
      kind: 'tampering',
      statistic: 'surprise of mmd',
      words: expect.stringContaining('drawn from another law'),
    });
    const same = writer(3, 1);
    expect(
      Array.from({ length: 30 }, () => play.ask(same))
        .flat()
        .at(-1),
    ).toMatchObject({ id: findings[0]!.id, ended_at: {} });
  });

  it('compares texts letter by letter where it always gives the same', () => {
    const play = new Play(prompts, 6);
    const parrot: Served = ({ prompt }) => ({ label: prompt });
    expect([...play.ask(parrot), ...play.ask(parrot), ...play.ask(parrot)]).toEqual([]);
    expect(play.ask(({ prompt }) => ({ label: `${prompt}!` }))).toMatchObject([{ value: 1, n: 6 }]);
  });
});
