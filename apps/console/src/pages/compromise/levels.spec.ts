import { describe, expect, it } from '@jest/globals';
import type { LevelSummary } from '../../data/compromise.js';
import { levelOf, levelsShown } from './levels.js';

const level = (name: string, known: number, raised: readonly string[] = []): LevelSummary => ({
  level: name,
  known,
  dropped: 0,
  principals: [
    {
      principal: 'p',
      score: 1,
      bit: 'novel',
      set: 1,
      window: 10,
      rate: 0,
      raised,
      questions: 9,
      last: { offset: 0, time: 0 },
    },
  ],
});

describe('the level that is looked at', () => {
  const levels = [level('key', 9), level('organisation', 4, ['novel']), level('network', 0)];

  it('is the wanted one, where it names somebody', () => {
    expect(levelOf({ levels }, 'key')?.level).toBe('key');
    expect(levelOf({ levels }, 'network')?.level).toBe('organisation');
  });

  it('is where a signal lasts, else the first that names somebody', () => {
    expect(levelOf({ levels }, undefined)?.level).toBe('organisation');
    expect(levelOf({ levels: [level('key', 0), level('network', 1)] }, undefined)?.level).toBe('network');
    expect(levelOf({ levels: [level('key', 0)] }, undefined)).toBeUndefined();
  });

  it('is one of those that name somebody', () => {
    expect(levelsShown({ levels })).toEqual(['key', 'organisation']);
  });
});
