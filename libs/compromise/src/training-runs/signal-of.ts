import type { BalanceEpisode } from './balance-watch.js';
import type { Jump, OtherMix } from './between-runs.js';
import type { Swap } from './digest-watch.js';
import type { RiseEpisode } from './rise-watch.js';
import type { RunShape } from './run-shape.js';
import type { StepMoment, TrainingSignal } from './training-signal.js';

/** Runs that a signal names. */
const mostNamed = 20;
const measureWords = { loss: 'loss', gradient_norm: 'gradient norm' } as const;

/** Makes the signals of one run, with their words. */
export class SignalOf {
  constructor(private readonly run: RunShape) {}

  rise(
    sign: 'spike' | 'surge',
    measure: 'loss' | 'gradient_norm',
    episode: RiseEpisode,
    ended: StepMoment | undefined,
  ): TrainingSignal {
    const { first, last, rise, critical, p_value, n, level, value } = episode;
    return {
      ...this.whose(sign, measure, ''),
      first,
      raised: first,
      last,
      statistic: 'rise',
      value: rise,
      critical,
      p_value,
      n,
      words: `${measureWords[measure]} ${number(value)} at step ${first.step} of run ${this.run.run_id}, where the 32 reports before let ${number(level)} expect (${rise.toFixed(1)} of their standard deviations above, ${critical.toFixed(1)} critical)`,
      ended,
    };
  }

  balance(source: string, episode: BalanceEpisode, ended: StepMoment | undefined): TrainingSignal {
    const { first, raised, last, g, critical, p_value, bins, current, reference } = episode;
    return {
      ...this.whose('balance', 'labels', source),
      first,
      raised,
      last,
      statistic: 'g',
      value: g,
      critical,
      p_value,
      n: sum(current),
      bins,
      current,
      reference,
      words: `${labelsOf(source)} are mixed otherwise from step ${first.step} of run ${this.run.run_id} on: ${mostMoved(bins, current, reference)} before in the run, and others did not change like that`,
      ended,
    };
  }

  mix({ source, beside, runs, bins, current, reference }: OtherMix, end: number, at: StepMoment): TrainingSignal {
    return {
      ...this.whose('balance', 'labels between runs', source),
      first: at,
      raised: at,
      last: at,
      statistic: 't',
      value: Math.abs(beside.t),
      critical: beside.critical,
      p_value: beside.p_value,
      n: runs.length,
      bins,
      current,
      reference,
      runs: named(runs),
      words: `${labelsOf(source)} in run ${this.run.run_id} before step ${end} are mixed otherwise than in ${runs.length} earlier runs: ${mostMoved(bins, current, reference)} there, and others did not change like that`,
      ended: at,
    };
  }

  jump({ measure, beside, runs }: Jump, end: number, at: StepMoment): TrainingSignal {
    const times = Math.exp(beside.difference);
    return {
      ...this.whose('jump', measure, ''),
      first: at,
      raised: at,
      last: at,
      statistic: 't',
      value: beside.t,
      critical: beside.critical,
      p_value: beside.p_value,
      n: runs.length,
      runs: named(runs),
      words: `${measureWords[measure]} of run ${this.run.run_id} before step ${end} is ${times.toPrecision(3)} times that of ${runs.length} earlier runs at the same steps (t ${beside.t.toFixed(1)}, ${beside.critical.toFixed(1)} critical), and nothing that was told explains it`,
      ended: at,
    };
  }

  swap({ source, before, now, within, steady }: Swap, at: StepMoment): TrainingSignal {
    return {
      ...this.whose('swapped', within ? 'digest' : 'digest between runs', source),
      tier: within ? 'alarm' : 'watch',
      first: at,
      raised: at,
      last: at,
      statistic: 'digest',
      value: 1,
      critical: 1,
      p_value: 1 / (steady + 1),
      n: steady,
      words: within
        ? `source ${source} changed under its name while run ${this.run.run_id} went on: ${cut(before)} became ${cut(now)} at step ${at.step}, after ${steady} reports without a change`
        : `source ${source} is another in run ${this.run.run_id}: ${cut(now)}, and was ${cut(before)} in the ${steady} runs before`,
      ended: at,
    };
  }

  private whose(sign: TrainingSignal['sign'], measure: string, source: string) {
    const { run_id, model_version } = this.run;
    const none: readonly never[] = [];
    return {
      sign,
      measure,
      source,
      run_id,
      model_version,
      tier: 'alarm' as const,
      bins: none,
      current: none,
      reference: none,
      runs: none,
    };
  }
}

function labelsOf(source: string): string {
  return source === '' ? 'labels' : `labels of source ${source}`;
}

/** The label whose share moved most. */
function mostMoved(bins: readonly string[], current: readonly number[], reference: readonly number[]): string {
  const [all, before] = [sum(current), sum(reference)];
  const moved = bins
    .map((label, k) => ({ label, now: current[k]! / all, was: reference[k]! / before }))
    .sort((a, b) => Math.abs(b.now - b.was) - Math.abs(a.now - a.was))[0]!;
  return `${percent(moved.now)} ${moved.label}, ${percent(moved.was)}`;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function cut(digest: string): string {
  return digest.length > 24 ? `${digest.slice(0, 24)}…` : digest;
}

function named(runs: readonly RunShape[]): readonly string[] {
  return runs.slice(-mostNamed).map(({ run_id }) => run_id);
}
