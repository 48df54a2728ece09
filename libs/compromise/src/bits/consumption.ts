import type { InferenceEvent } from '@anchorwatch/telemetry';
import { askerOf, type Question } from '../question.js';
import { costSigns } from './cost-signs.js';
import type { Detector } from './detector.js';
import { Spending, type SpendingMemory } from './spending.js';
import { tokensOf } from './sizes.js';

/** In what is counted, and what healthy principals consume at most. */
export interface FittedConsumption {
  readonly unit: Unit;
  /** Milliseconds in which half of what was consumed is forgotten: short and long. */
  readonly halfLives: readonly number[];
  /** By half-life: the most that one principal had consumed, and all of them. */
  readonly most: readonly { readonly one: number; readonly all: number }[];
}

type Unit = 'tokens' | 'ms' | 'questions';

const names = ['flood', 'drip'] as const;
/** Half-lives as shares of the healthy stretch, and no longer than these many milliseconds: ten minutes, a day. */
const shares = [1 / 200, 1 / 8] as const;
const longest = [600_000, 86_400_000] as const;
/** Nobody may consume more than this many times what the heaviest healthy principal did: the next burst may be longer and dearer than those that were seen. */
const tolerated = 3;
const fewestAskers = 10;
const fewestQuestions = 300;

const signs = {
  ...costSigns,
  needs: 'principals and times; tokens or latencies, or else questions are counted',
  costs: 'two products; the last 10,000 principals are remembered',
  atlas: ['AML.T0034.000', 'AML.T0029', 'AML.T0046'],
};

/**
 * Whether a principal has lately consumed more than three times as much as any did in healthy traffic, of tokens, time or questions. What was consumed is forgotten by
 * halves: over minutes that is a flood, over hours or a day a slow drip, however ordinary each question is. A rate per question cannot see either, and
 * a CUSUM over a principal's own history would accuse every customer that grows; the largest healthy customer is the measure of what the service was made for.
 * Where everybody consumes more than ever, so may each by as much.
 */
export const consumption: Detector<FittedConsumption, SpendingMemory> = {
  remembers: true,
  bits: [
    {
      ...signs,
      name: 'flood',
      means: 'come from whoever has within minutes consumed more than three times what anybody did in healthy traffic',
      evaded_by: 'consuming no more than three times what the heaviest customer does, or from many accounts',
    },
    {
      ...signs,
      name: 'drip',
      means: 'come from whoever has over hours consumed more than three times what anybody did in healthy traffic',
      evaded_by: 'consuming no more than three times what the heaviest customer does, or from many accounts',
    },
  ],

  fit(healthy) {
    const askers = new Set(healthy.map(askerOf).filter((asker) => asker !== '')).size;
    if (askers === 0) return { blind: 'no principals' };
    if (askers < fewestAskers || healthy.length < fewestQuestions)
      return {
        blind: `only ${askers} principals with ${healthy.length} questions in the baseline, at least ${fewestAskers} with ${fewestQuestions} are needed`,
      };
    const span = healthy.at(-1)!.event.event_time - healthy[0]!.event.event_time;
    if (span <= 0) return { blind: 'all questions of the baseline have the same time' };
    const unit = unitOf(healthy);
    const halfLives = shares.map((share, k) => Math.min(longest[k]!, share * span));
    const spending = new Spending(halfLives);
    const most = halfLives.map(() => ({ one: 0, all: 0 }));
    for (const question of healthy)
      for (const [k, { own, all }] of spending.take(question, costOf(question.event, unit)).entries())
        most[k] = { one: Math.max(most[k]!.one, own), all: Math.max(most[k]!.all, all) };
    if (most.some(({ one }) => one === 0)) return { blind: 'nothing of what was asked cost anything' };
    return { unit, halfLives, most };
  },

  open({ unit, halfLives, most }, memory) {
    const spending = new Spending(halfLives, memory);
    return {
      read(question) {
        const spent = spending.take(question, costOf(question.event, unit));
        if (askerOf(question) === '') return names.map(() => undefined);
        return spent.map(({ own, all }, k) => {
          const healthy = most[k]!;
          const grown = Math.max(1, (all - own) / healthy.all);
          if (own <= tolerated * healthy.one * grown) return false;
          return {
            because: `${(own / healthy.one).toFixed(1)} times the most of anybody's ${unit} in healthy traffic`,
          };
        });
      },
      memory: () => spending.memory(),
    };
  },
};

/** Tokens or time, where most questions say how much of it they took. */
function unitOf(healthy: readonly Question[]): Unit {
  const counted = (has: (event: InferenceEvent) => boolean) =>
    healthy.filter(({ event }) => has(event)).length * 2 > healthy.length;
  if (counted((event) => tokensOf(event) !== undefined)) return 'tokens';
  return counted(({ latency_ms }) => latency_ms !== undefined) ? 'ms' : 'questions';
}

function costOf(event: InferenceEvent, unit: Unit): number {
  if (unit === 'tokens') return tokensOf(event) ?? 0;
  return unit === 'ms' ? (event.latency_ms ?? 0) : 1;
}
