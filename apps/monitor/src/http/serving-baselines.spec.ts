import { describe, expect, it } from '@jest/globals';
import { servingBaselines } from './serving-baselines.js';

const promotion = (digest: string, model_version: string, effective_from: number) => ({
  digest,
  model_version,
  effective_from,
  by: 'user:a',
  at: 0,
});
const seen = (last_event_time: number) => ({ last_event_time });

describe('the promoted baselines of a model', () => {
  it('are those in force first, then the newest, each once', () => {
    const promotions = [
      promotion('old', '1', 0),
      promotion('one', '1', 100),
      promotion('two', '2', 50),
      promotion('one', '1', 200),
      promotion('next', '2', 1_000),
    ];
    const listed = servingBaselines({ promotions }, [seen(500), seen(400)]);
    expect(listed.map(({ digest, in_force, effective_from }) => [digest, in_force, effective_from])).toEqual([
      ['one', true, 200],
      ['two', true, 50],
      ['next', false, 1_000],
      ['old', false, 0],
    ]);
  });

  it('are none of a model that nobody registered', () => {
    expect(servingBaselines(undefined, [seen(500)])).toEqual([]);
  });

  it('are in force before any telemetry at all', () => {
    const [first] = servingBaselines({ promotions: [promotion('one', '1', 100)] }, []);
    expect(first).toMatchObject({ digest: 'one', in_force: true });
  });
});
