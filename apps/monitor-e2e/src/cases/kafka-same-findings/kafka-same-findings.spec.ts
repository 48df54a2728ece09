import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { variants } from '../../product/built.js';
import { kafkaHere } from '../../product/kafka-broker.js';
import { tellEmbedded } from '../../product/kafka-embedded.js';
import { FIVE, FOUR, ONE } from '../../product/kafka-installation.js';
import { run, type Ran } from '../../product/kafka-kill-nine.js';
import { madeUp } from '../../product/kafka-story.js';

jest.setTimeout(300_000);

const log = (line: string) => process.stdout.write(`      ${line}\n`);

const story = madeUp(
  4,
  {
    model: 'fraud',
    events: 18_000,
    stepMs: 1_000,
    changes: [
      { at: 11_000, until: 13_000, kind: 'scale', feature: 'amount', factor: 1.609 },
      { at: 15_000, kind: 'model swap', weight: -1 },
    ],
  },
  9_000,
  13_500,
);

const courses = [
  ['two detect processes over 8 partitions', { layout: FIVE, partitions: 8 }],
  ['two detect processes over 1 partition', { layout: FIVE, partitions: 1 }],
  ['one process with all roles over 1 partition', { layout: ONE, partitions: 1 }],
] as const;

(kafkaHere.run ? describe : describe.skip)('the same events', () => {
  let reference: Ran;

  beforeAll(async () => {
    reference = await run({ story, layout: FOUR, partitions: 8, log });
  });

  it('are all stored and counted by four processes over 8 partitions, and drift is found', () => {
    expect(reference).toMatchObject({ events: story.events, physical: story.events, counted: story.events, falls: 0 });
    expect(reference.findings.length).toBeGreaterThan(1);
    expect(reference.findings.filter((row) => row.includes('"detector":"compromise"')).length).toBeGreaterThan(0);
    expect(reference.verdicts.length).toBeGreaterThan(400);
  });

  it.each(variants(courses))('give the same findings, verdicts and profiles with %s', async (_, course) => {
    expectSame(await run({ story, ...course, log }));
  });

  it('give the same findings, verdicts and profiles by HTTP to the embedded program', async () => {
    expectSame(await tellEmbedded(story));
  });

  function expectSame(ran: Pick<Ran, 'events' | 'physical' | 'counted' | 'findings' | 'profiles' | 'verdicts'>): void {
    expect(ran).toMatchObject({ events: story.events, physical: story.events, counted: story.events });
    expect(ran.findings).toEqual(reference.findings);
    expect(ran.profiles).toEqual(reference.profiles);
    expect(ran.verdicts).toEqual(reference.verdicts);
  }
});

if (!kafkaHere.run) it.skip(kafkaHere.skipped, () => undefined);
