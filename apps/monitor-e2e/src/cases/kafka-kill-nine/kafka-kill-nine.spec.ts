import { describe, expect, it, jest } from '@jest/globals';
import { kafkaHere } from '../../product/kafka-broker.js';
import { run } from '../../product/kafka-kill-nine.js';
import { flights, madeUp } from '../../product/kafka-story.js';

/** `EVENTS=1000000` runs real flights instead, at the size of the acceptance. */
const asked = Number(process.env['EVENTS'] ?? 0);
const story = asked
  ? flights(asked, Math.round(asked * 0.4))
  : madeUp(
      9,
      {
        model: 'fraud',
        events: 30_000,
        stepMs: 1_000,
        changes: [
          { at: 17_000, until: 21_000, kind: 'shift', feature: 'amount', by: 15 },
          { at: 24_000, kind: 'new category', feature: 'country', name: 'XX', share: 0.3 },
        ],
      },
      12_000,
      22_000,
    );
const seconds = Math.max(30, story.events / 8_000);
const withinMs = Math.max(120_000, story.events / 2);
jest.setTimeout(4 * withinMs);

(kafkaHere.run ? describe : describe.skip)('kill -9, ten times at random', () => {
  it('loses nothing, doubles nothing and finds the same', async () => {
    const log = (line: string) => process.stdout.write(`      ${line}\n`);
    const undisturbed = await run({ story, withinMs });
    const disturbed = await run({ story, seconds, withinMs, kills: { seed: 9, times: 10 }, log });
    log(
      `${disturbed.events} events, ${disturbed.physical} physical rows, ${disturbed.counted} counted, ` +
        `${disturbed.findings.length} findings, ${disturbed.verdicts.length} verdicts, ${disturbed.falls} falls; ` +
        `${undisturbed.seconds} s undisturbed, ${disturbed.seconds} s disturbed`,
    );
    expect(undisturbed).toMatchObject({ events: story.events, physical: story.events, counted: story.events });
    expect(undisturbed.findings.length).toBeGreaterThan(0);
    if (!asked) expect(undisturbed.findings.join()).toContain('"detector":"compromise"');
    expect(disturbed.killed).toHaveLength(10);
    expect(disturbed).toMatchObject({ events: story.events, sources: story.events, counted: story.events });
    expect(disturbed.digest).toBe(undisturbed.digest);
    expect(disturbed.findings).toEqual(undisturbed.findings);
    expect(disturbed.profiles).toEqual(undisturbed.profiles);
    expect(disturbed.verdicts).toEqual(undisturbed.verdicts);
  });
});

if (!kafkaHere.run) it.skip(kafkaHere.skipped, () => undefined);
