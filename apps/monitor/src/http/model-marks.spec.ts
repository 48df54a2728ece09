import { describe, expect, it } from '@jest/globals';
import { modelMarks } from './model-marks.js';

const seen = { model: 'm', artefact_digest: '', events: 1, last_event_time: 9 };
const promotion = { by: 'user:a', at: 1_000, model_version: '1' };

describe('what is marked on time lines', () => {
  it('is the first event of every version and the time from which each baseline is in force, in the order of time', () =>
    expect(
      modelMarks(
        [
          { ...seen, model_version: '1', first_event_time: 1 },
          { ...seen, model_version: '2', artefact_digest: 'sha256:ab', first_event_time: 7 },
        ],
        { promotions: [{ ...promotion, digest: 'b', effective_from: 5 }] },
      ),
    ).toEqual([
      { kind: 'release', at: 1, model_version: '1', artefact_digest: '' },
      { kind: 'baseline', at: 5, model_version: '1', digest: 'b' },
      { kind: 'release', at: 7, model_version: '2', artefact_digest: 'sha256:ab' },
    ]));
  it('is nothing for a model that nobody registered and that was never seen', () =>
    expect(modelMarks([], undefined)).toEqual([]));
});
