import { beforeAll, describe, expect, it } from '@jest/globals';
import { dealtFrom } from './control.js';
import { flights, type Flight } from './flights.js';
import { fitLateModel } from './late-model.js';
import { isLate, questionOf } from './question.js';
import { randomOf } from './random.js';
import { SCRIPT } from './scenario.js';
import { LABEL_DELAY_MS, eventOf, labelOf, type Service } from './served.js';
import { traffic, type Page } from './traffic.js';

const FIRST_DAYS = { from: Date.UTC(2001, 0, 1), to: Date.UTC(2001, 0, 3), every: 7 };
const small = { events: 500, ms: Infinity };

let month: Flight[];
let service: Service;

beforeAll(async () => {
  month = [];
  for await (const page of flights(FIRST_DAYS)) month.push(...page);
  const examples = month.map((flight) => ({ question: questionOf(flight), late: isLate(flight) }));
  const honest = fitLateModel(examples, 1);
  const poisoned = fitLateModel(
    examples.map(({ question }, at) => ({ question, late: at % 20 === 0 })),
    1,
  );
  service = { model: 'late-arrivals', models: { honest, poisoned }, script: SCRIPT, seed: 2001 };
});

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

async function pagesOf(source: AsyncIterable<readonly Flight[]>, size = small): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of traffic(source, service, size)) pages.push(page);
  return pages;
}

describe('the flights', () => {
  it('come in order of time, one in so many, within their stretch', () => {
    expect(month.length).toBeGreaterThan(4_000);
    expect(month.every(({ row }) => row % FIRST_DAYS.every === 0)).toBe(true);
    expect(month.every(({ time }, at) => at === 0 || time >= month[at - 1]!.time)).toBe(true);
    expect(month[0]!.time).toBeGreaterThanOrEqual(FIRST_DAYS.from);
    expect(month.at(-1)!.time).toBeLessThan(FIRST_DAYS.to);
    expect(month[0]).toEqual({
      row: 0,
      time: Date.UTC(2001, 0, 1, 0, 1),
      distance: 2176,
      origin: 'LAS',
      destination: 'PHL',
      delay: 33,
    });
  });

  it('are asked about by their route', () => {
    expect(questionOf(month[0]!)).toEqual({ origin: 'LAS', destination: 'PHL', distance: 2176 });
  });
});

describe('the traffic', () => {
  it('is the same, byte for byte, for the same seed', async () => {
    const [once_, again] = [await pagesOf(once(month)), await pagesOf(once(month))];
    expect(JSON.stringify(once_)).toBe(JSON.stringify(again));
  });

  it('holds the same records however it is cut into pages', async () => {
    const events = (pages: Page[]) => pages.flatMap((page) => page.events);
    const hours = await pagesOf(once(month), { events: Infinity, ms: 3_600_000 });
    expect(hours.length).toBeGreaterThan(40);
    expect(events(hours)).toEqual(events(await pagesOf(once(month))));
  });

  it('keeps what a page promises: nothing up to its time comes later', async () => {
    let before = -Infinity;
    for (const { events, labels, upTo } of await pagesOf(once(month))) {
      const times = [...events, ...labels].map(({ time }) => time);
      expect(Math.min(...times)).toBeGreaterThan(before);
      expect(Math.max(...times)).toBeLessThanOrEqual(upTo);
      before = upTo;
    }
  });

  it('sends the truth three hours after the question, once, and not before its time', async () => {
    const pages = await pagesOf(once(month));
    const labels = pages.flatMap((page) => page.labels);
    const known = month.filter(({ time }) => time + LABEL_DELAY_MS <= month.at(-1)!.time);
    expect(labels).toEqual(known.map((flight) => labelOf(flight, service)));
  });

  it('claims one version and digest, whichever model answers', () => {
    const [act] = SCRIPT.filter(({ id }) => id === 'swapped model');
    const flight = { ...month[100]!, time: act!.from };
    const [honest, swapped] = [eventOf({ ...flight, time: act!.from - 1 }, service), eventOf(flight, service)];
    expect(swapped.artefact_digest).toBe(honest.artefact_digest);
    expect(swapped.model_version).toBe(honest.model_version);
    expect(swapped.features).toEqual(honest.features);
    expect(swapped.prediction.score).not.toBe(honest.prediction.score);
    expect(swapped.latency_ms).toBe(honest.latency_ms);
  });
});

describe('the control', () => {
  const dealAll = (seed: number) => month.map(dealtFrom(month, randomOf(seed)));

  const contentOf = ({ time, distance, origin, destination, delay }: Flight) =>
    `${new Date(time).getUTCHours()} h ${distance} ${origin} ${destination} ${delay}`;

  it('keeps rows and times and deals everything else from the same hour of the healthy month', () => {
    const dealt = dealAll(5);
    expect(dealt.map(({ row, time }) => [row, time])).toEqual(month.map(({ row, time }) => [row, time]));
    const healthy = new Set(month.map(contentOf));
    for (const flight of dealt) expect(healthy.has(contentOf(flight))).toBe(true);
  });

  it('deals every flight of an hour once before any again', () => {
    const dealt = dealAll(5);
    expect(dealt.map(contentOf).sort()).toEqual(month.map(contentOf).sort());
  });

  it('is the same for the same seed, and another for another', () => {
    expect(dealAll(5)).toEqual(dealAll(5));
    expect(dealAll(6)).not.toEqual(dealAll(5));
  });
});
