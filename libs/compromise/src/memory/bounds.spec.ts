import { serialize } from 'node:v8';
import { describe, expect, it } from '@jest/globals';
import { climbs } from '../bits/climbs.js';
import { repeats } from '../bits/repeats.js';
import { steps } from '../bits/steps.js';
import { ExposureBook } from '../exposure/exposure-book.js';
import { PrincipalTable } from '../principals/principal-table.js';
import { asked } from '../traffic.fixture.js';
import { packMemory } from './packed.js';

/** Every part that knows principals, or questions one by one, told a question of another principal each time. */
function strangers(count: number) {
  const table = new PrincipalTable();
  const book = new ExposureBook();
  const readers = [
    steps.open({ names: ['a', 'b', 'c', 'd'] }),
    repeats.open({ tolerance: 1e-6, repeats: 100 }),
  ] as const;
  for (let k = 0; k < count; k++) {
    const { event } = asked(k, { key: `key ${k}`, organisation: `organisation ${k}` }, { a: k, b: 1, c: 2, d: `${k}` });
    const question = { offset: k, event, point: Float64Array.of(k, 1, 2, 3) };
    for (const reader of readers) reader.read(question);
    table.of(`key ${k}`).add(k, { offset: k, time: k }, 3, k % 2);
    book.take(question);
  }
  const bytes = (part: { memory(): unknown }) => packMemory(part.memory()).length;
  return { table: bytes(table), book: bytes(book), steps: bytes(readers[0]), repeats: bytes(readers[1]) };
}

describe('what is remembered of very many principals', () => {
  it('is no more of 200,000 than of 20,000, but for answers, of which 250,000 are remembered', () => {
    const [few, many] = [strangers(20_000), strangers(200_000)];
    expect(many.table).toBeLessThan(1.5 * few.table);
    expect(many.book).toBeLessThan(1.5 * few.book);
    expect(many.repeats / 200_000).toBeLessThan(80);
    // Texts have numbers of their own, at most 50,000.
    expect(many.steps).toBeLessThan(few.steps + 50_000 * 10);
    expect(Object.values(many).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(20e6);
  });

  it('is bounded in coordinates where questions are long embeddings', () => {
    const reader = climbs.open({});
    for (let k = 0; k < 10_000; k++) {
      const { event } = asked(k, { key: `key ${k % 1_000}` }, {});
      const point = Float64Array.from({ length: 768 }, (_, place) => k + place);
      reader.read({ offset: k, event: { ...event, prediction: { label: 'yes', score: 0.9 } }, point });
    }
    expect(serialize(reader.memory()).length).toBeLessThan(30e6);
  });
});
