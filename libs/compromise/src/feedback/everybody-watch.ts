import { chiSquareQuantile } from '@anchorwatch/stats';
import type { Tally } from '../training/tally.js';
import type { LabelReference } from './calibrate-feedback.js';
import { tallyOf } from './compared.js';
import { evidenceOf, insteadOf } from './evidence.js';
import type { FeedbackBudget, FeedbackSignal } from './feedback-signal.js';
import { disagrees, type JudgedLabel } from './judged-label.js';
import { mixChance, mixDistance, mixWindows, type MixDistance } from './label-mix.js';
import { enoughWindows } from './nature.js';
import type { OpenSignals } from './open-signals.js';
import { logRatio, PairCusum, type Pair } from './pair-cusum.js';
import type { PairNull } from './pair-null.js';
import type { RecentLabels } from './recent-labels.js';
import { alphaOf, stepOf, thresholdOf } from './shares-of-budget.js';
import { feedbackSigns } from './signs.js';
import { isPair, namesOf } from './source-watch.js';

/** What is not even surprising at one in a hundred is ordinary again. */
const ordinary = Math.log(0.01);

/** Watches the labels of everybody beside the frozen reference: one class as another, by CUSUM, and the label mix given the answers. */
export class EverybodyWatch {
  private readonly sums: PairCusum;
  private budget: FeedbackBudget;

  constructor(
    private readonly parts: {
      readonly reference: LabelReference;
      readonly healthy: Tally;
      readonly pairs: PairNull;
      readonly recent: RecentLabels;
      readonly open: OpenSignals;
      readonly budget: FeedbackBudget;
    },
    memory?: ReturnType<PairCusum['memory']>,
  ) {
    this.sums = new PairCusum(memory);
    this.budget = parts.budget;
  }

  /** Takes a label that has been added to the recent ones; signals that begin or end with it. */
  take(label: JudgedLabel): readonly FeedbackSignal[] {
    return [...this.turned(label), ...this.mix(label)];
  }

  /** Holds the next labels to another budget. */
  spend(budget: FeedbackBudget): void {
    this.budget = budget;
  }

  memory(): ReturnType<PairCusum['memory']> {
    return this.sums.memory();
  }

  private turned(label: JudgedLabel): readonly FeedbackSignal[] {
    const { budget } = this;
    const { pairs, open, reference } = this.parts;
    if (open.has('turned', '')) return this.over('turned', label);
    const grown = this.sums.take(label.number, label.vote.says, label.label, pairs.chances(label, undefined));
    const critical = thresholdOf(budget, 'everybody', reference.scale.classes.length);
    if (grown === undefined || grown.value < critical) return [];
    this.sums.clear(grown);
    const labels = this.since(grown.since).filter(({ vote }) => vote.says === grown.from);
    if (this.withoutHeaviest(labels, grown) < critical) return [];
    const against = labels.filter(isPair(grown));
    return [
      open.begin({
        sign: feedbackSigns.turned,
        source: '',
        ...placeOf(labels),
        set: against.length,
        expected: labels.reduce((sum, each) => sum + pairs.chances(each, undefined).get(grown.to)!.q, 0),
        statistic: 'cusum',
        value: grown.value,
        critical,
        p_value: Math.exp(-grown.value),
        alpha: Math.exp(-critical),
        pair: namesOf(grown, reference),
        smallest: undefined,
        ...evidenceOf(against, insteadOf(reference)),
        ended: undefined,
      }),
    ];
  }

  private mix(label: JudgedLabel): readonly FeedbackSignal[] {
    const { budget } = this;
    const { reference, healthy, recent, open } = this.parts;
    if (open.has('mix', '')) return this.over('mix', label);
    const known = recent.next;
    for (const { window, windows, factor } of reference.mix) {
      if (known < window) return [];
      if (windows < enoughWindows || known % stepOf(window) !== 0) continue;
      const alpha = alphaOf(budget, 'mix', window, mixWindows.length);
      const labels = this.since(known - window);
      const distance = mixDistance(tallyOf(labels), healthy);
      if (mixChance(distance, factor) > Math.log(alpha)) continue;
      // One source's doing is judged as such.
      const rest = mixDistance(tallyOf(withoutHeaviestOf(labels, distance)), healthy);
      if (mixChance(rest, factor) > Math.log(alpha)) continue;
      const { most } = distance;
      return [
        open.begin({
          sign: feedbackSigns.mix,
          source: '',
          ...placeOf(labels),
          set: most.n,
          expected: most.expected,
          statistic: 'chi2',
          value: distance.statistic / factor,
          critical: chiSquareQuantile(alpha, distance.df),
          p_value: Math.exp(mixChance(distance, factor)),
          alpha,
          pair: namesOf(most, reference),
          smallest: undefined,
          ...evidenceOf(labels.filter(isPair(most)), insteadOf(reference)),
          ended: undefined,
        }),
      ];
    }
    return [];
  }

  private over(sign: 'turned' | 'mix', label: JudgedLabel): readonly FeedbackSignal[] {
    const { open, reference, healthy, recent } = this.parts;
    const isCalm = (_: number, n: number) => {
      // By the longest window that was measured and is not longer.
      const { factor } = reference.mix.findLast(({ window }) => window <= n) ?? reference.mix[0]!;
      return mixChance(mixDistance(tallyOf(this.since(recent.next - n)), healthy), factor) > ordinary;
    };
    const ended = open.take(sign, '', disagrees(label), label, isCalm);
    return ended === undefined ? [] : [ended];
  }

  /** How far the sum of a pair would have grown without the source that gave most to it. */
  private withoutHeaviest(labels: readonly JudgedLabel[], { from, to }: Pair): number {
    const bySource = new Map<string, number>();
    let all = 0;
    for (const label of labels) {
      const ratio = logRatio(label.label === to, this.parts.pairs.chances(label, undefined).get(to)!);
      all += ratio;
      if (label.vote.says === from && label.source !== '')
        bySource.set(label.source, (bySource.get(label.source) ?? 0) + ratio);
    }
    return all - Math.max(0, ...bySource.values());
  }

  private since(number: number): JudgedLabel[] {
    return [...this.parts.recent.between(number)];
  }
}

function placeOf(labels: readonly JudgedLabel[]) {
  const [first, last] = [labels[0]!, labels.at(-1)!];
  return {
    window: labels.length,
    first: { offset: first.offset, time: first.time },
    last: { offset: last.offset, time: last.time },
  };
}

function withoutHeaviestOf(labels: readonly JudgedLabel[], { most }: MixDistance): readonly JudgedLabel[] {
  const [heaviest] = evidenceOf(labels.filter(isPair(most))).most;
  return heaviest === undefined ? labels : labels.filter(({ source }) => source !== heaviest.source);
}
