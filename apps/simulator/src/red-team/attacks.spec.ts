import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { normal, randomFrom } from '@anchorwatch/scenarios';
import type { Answer, Point, QuestionAttack } from './attack.js';
import { attackOf, attacks } from './attacks.js';
import { difference, knowledgeOf, lengthOf } from './domain.js';
import { Player } from './player.js';

const names = ['a', 'b', 'c', 'd', 'e'];
const random = randomFrom(5);
const records = Array.from({ length: 2_000 }, () =>
  names.map((_, k) => (k === 4 ? Math.floor(random() * 10) : normal(random))),
);
const knowledge = knowledgeOf(names, records, 2);

/** A model whose boundary is a plane. */
function plane(point: Point): Answer {
  const sum = point.reduce((total, value, k) => total + [1, -0.7, 0.4, 0.9, 0.1][k]! * value, -1);
  const second = 1 / (1 + Math.exp(-2 * sum));
  return { label: second > 0.5 ? 1 : 0, probabilities: [1 - second, second] };
}

function play(attack: QuestionAttack, count: number, seed = 1): { point: Point; answer: Answer }[] {
  const player = new Player(attack, knowledge, { principals: 1, questions: count, seed });
  return Array.from({ length: count }, () => player.next(plane));
}

function asking(name: string): QuestionAttack {
  const attack = attackOf(name);
  if (attack.by !== 'questions') throw new Error(`${name} does not ask`);
  return attack;
}

const askers = attacks.filter((attack) => attack.by === 'questions').map(({ name }) => name);
const farFrom = (a: Point, b: Point) => lengthOf(difference(a, b, knowledge));
const margin = ({ probabilities }: Answer) => Math.abs(probabilities[0]! - probabilities[1]!);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('every attack', () => {
  it('has a name of its own, and ATLAS techniques that are in force', () => {
    expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
    const atlas = JSON.parse(
      readFileSync(new URL('../../../../deploy/taxonomies/atlas.json', import.meta.url), 'utf8'),
    ) as {
      techniques: Record<string, unknown>;
    };
    const named = attacks.flatMap(({ atlas: ids }) => ids);
    expect(named.filter((id) => !(id in atlas.techniques))).toEqual([]);
    expect(attacks.every(({ atlas: ids }) => ids.length > 0)).toBe(true);
  });

  it('is told by its name, or which there are', () => {
    expect(attackOf('zoo').name).toBe('zoo');
    expect(() => attackOf('zoom')).toThrow('there is no attack "zoom"; there are uniform, copycat, knockoff');
  });
});

describe.each(askers)('%s', (name) => {
  const attack = asking(name);
  const asked = play(attack, 600);

  it('asks the same for the same seed and answers, and otherwise for another seed', () => {
    expect(play(attack, 600)).toEqual(asked);
    expect(play(attack, 600, 2)).not.toEqual(asked);
  });

  it('asks finite numbers of the right form', () => {
    for (const { point } of asked) {
      expect(point.length).toBeGreaterThanOrEqual(names.length);
      expect(point.every(Number.isFinite)).toBe(true);
      expect(Number.isInteger(point[4])).toBe(true);
    }
  });

  it('asks the same over any number of accounts', () => {
    const player = new Player(attack, knowledge, { principals: 50, questions: 600, seed: 1 });
    const spread = Array.from({ length: 600 }, () => player.next(plane));
    expect(spread.map(({ point }) => point)).toEqual(asked.map(({ point }) => point));
    expect(new Set(spread.map(({ principal: { key } }) => key)).size).toBe(50);
    expect(new Set(spread.map(({ principal: { organisation } }) => organisation)).size).toBe(6);
    expect(player.isOver).toBe(true);
  });
});

describe('what attacks come to', () => {
  it.each(['boundary', 'hopskipjump', 'signopt'])(
    '%s finds the other answer much nearer than any record gives it',
    (name) => {
      const asked = play(asking(name), 2_000);
      // The first record asked, and everything about it until the next record comes.
      const source = asked[0]!;
      const episode = asked.slice(1, 250).filter(({ answer }) => answer.label !== source.answer.label);
      const first = farFrom(source.point, episode[0]!.point);
      const nearest = Math.min(...episode.map(({ point }) => farFrom(source.point, point)));
      expect(nearest).toBeLessThan(0.7 * first);
    },
  );

  it.each(['zoo', 'coordinate'])('%s changes answers by small steps', (name) => {
    const asked = play(asking(name), 1_000);
    const flips = asked.filter(({ point, answer }, k) => {
      const before = asked[k - 1];
      return before !== undefined && before.answer.label !== answer.label && farFrom(before.point, point) < 2;
    });
    expect(flips.length).toBeGreaterThan(5);
  });

  it('inversion climbs to surety', () => {
    const asked = play(asking('inversion'), 120);
    const surety = (part: typeof asked) => Math.max(...part.map(({ answer }) => Math.max(...answer.probabilities)));
    expect(surety(asked.slice(-20))).toBeGreaterThan(surety(asked.slice(0, 4)));
    expect(surety(asked.slice(-20))).toBeGreaterThan(0.95);
  });

  it('active learning asks where answers are close, of real records alone', () => {
    const close = mean(
      play(asking('active'), 400)
        .slice(100)
        .map(({ answer }) => margin(answer)),
    );
    expect(close).toBeLessThan(0.6 * mean(records.map((record) => margin(plane(record)))));
    expect(play(asking('active'), 400).every(({ point }) => records.includes(point as number[]))).toBe(true);
  });

  it('knockoff asks every record once before any again', () => {
    const asked = play(asking('knockoff'), records.length);
    expect(new Set(asked.map(({ point }) => point)).size).toBe(records.length);
  });

  it('attribute holds a record but for one feature', () => {
    const asked = play(asking('attribute'), 200);
    const changed = asked
      .slice(1)
      .map(({ point }, k) => point.filter((value, at) => value !== asked[k]!.point[at]).length);
    expect(changed.filter((count) => count <= 1).length).toBeGreaterThan(changed.length / 2);
  });

  it('membership asks close around a record', () => {
    const [first, ...copies] = play(asking('membership'), 7);
    for (const { point } of copies) expect(farFrom(first!.point, point)).toBeLessThan(0.6);
  });

  it.each(['sponge', 'drip'])('%s asks what customers ask, and takes longer', (name) => {
    const attack = asking(name);
    const player = new Player(attack, knowledge, { principals: 1, questions: 500, seed: 1 });
    const asked = Array.from({ length: 500 }, () => player.next(plane));
    const [least, most] = attack.effort!;
    expect(asked.every(({ point }) => records.includes(point as number[]))).toBe(true);
    expect(Math.min(...asked.map(({ effort }) => effort))).toBeGreaterThanOrEqual(least);
    expect(Math.max(...asked.map(({ effort }) => effort))).toBeLessThanOrEqual(most);
    expect(mean(asked.map(({ effort }) => effort))).toBeGreaterThan(1.3 * least);
  });
});
