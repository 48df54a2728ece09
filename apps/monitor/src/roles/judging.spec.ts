import { PartitionCounter, type Feed } from '@anchorwatch/detection';
import { scenario } from '@anchorwatch/scenarios';
import { describe, expect, it, jest } from '@jest/globals';
import { memoryInfrastructure } from '../infra/infrastructure.fixture.js';
import { SmallBus } from '../infra/small-bus.fixture.js';
import { TOPICS } from '../infra/topics.js';
import { Judging } from './judging.js';
import { promoteBaseline } from './promoted-baseline.fixture.js';
import { RegisterView } from './register-view.js';

const MODEL = 'credit';
const events = [...scenario(7, { model: MODEL, events: 1_000, changes: [] })];
const TICK = 20_000;
const UNTIL = Math.ceil(events[700]!.event_time / TICK) * TICK;

describe('judging', () => {
  it('opens no stream of a baseline that serves no more and was judged to its end, now or by another process', async () => {
    const infrastructure = await memoryInfrastructure({ bus: new SmallBus() });
    const { store, bus } = infrastructure;
    const before = await promoteBaseline(store, MODEL, events.slice(0, 300));
    const after = await promoteBaseline(store, MODEL, events.slice(0, 400), { effective_from: UNTIL });
    for (const feed of ['events', 'labels'] as const) {
      const counter = new PartitionCounter({
        topic: topicOf(feed),
        partition: 0,
        feed,
        lateness_ms: 0,
        baselineOf: (_model, _version, time) => (time < UNTIL ? before : after),
      });
      if (feed === 'events')
        for (const [offset, event] of events.slice(400).entries())
          counter.takeEvent({ topic: topicOf(feed), partition: 0, offset, part: 0 }, event);
      counter.takeWatermark(events.at(-1)!.event_time + 3_600_000);
      const { profiles, progress } = counter.drain(events.length, 0);
      await store.detection.putProfiles(profiles);
      await store.detection.putProgress(progress);
    }
    const read = jest.spyOn(store.detection, 'mergedProfiles');
    const digests = () => new Set(read.mock.calls.map(([, digest]) => digest));
    const wake = () => bus.publish(TOPICS.profiles, [{ key: MODEL, value: Buffer.from('{}') }]);

    const first = new Judging(infrastructure, new RegisterView(store));
    await first.start();
    await wake();
    expect(digests()).toEqual(new Set([before.digest, after.digest]));
    expect(await store.detection.judgement(MODEL, before.digest, 'events')).toMatchObject({ tick: UNTIL / TICK - 1 });
    const asked = jest.spyOn(store.detection, 'judgement');
    await wake();
    expect(asked.mock.calls.map(([, digest]) => digest)).not.toContain(before.digest);
    await first.stop();

    read.mockClear();
    const second = new Judging(infrastructure, new RegisterView(store));
    await second.start();
    await wake();
    expect(digests()).toEqual(new Set([after.digest]));
    await second.stop();
  });
});

function topicOf(feed: Feed): string {
  return feed === 'labels' ? TOPICS.labels : TOPICS.events;
}
