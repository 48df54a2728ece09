import type { InferenceEvent } from '@anchorwatch/telemetry';
import { costSigns } from './cost-signs.js';
import type { Detector } from './detector.js';
import { atShare } from './quantile.js';
import { expectedOf, fitResidual, residualOf, type FittedResidual, type Measured } from './residual.js';
import { sizesOf } from './sizes.js';

const fewestMeasured = 300;
/** So many answers of anybody, the latest, say how slow the service is by itself. */
const recently = 100;

export interface FittedLatency extends FittedResidual {
  /** How far above the recent median 1 % of healthy residuals lie. */
  readonly beyond: number;
}

/** The residuals of the latest answers, in places that are taken in turn. */
export interface LatencyMemory {
  readonly residuals: Float64Array;
  readonly next: number;
}

/**
 * Whether an answer took longer than its size explains, and than answers take everybody at the time: questions made to keep the model busy do. A service that is
 * slow for all moves what is usual and sets nothing, once half of the last hundred answers are slow.
 */
export const latency: Detector<FittedLatency, LatencyMemory> = {
  remembers: true,
  bits: [
    {
      ...costSigns,
      name: 'slow',
      means: 'take longer than their size and the service at the time explain, by more than 99 % of healthy ones',
      needs: 'latency_ms',
      costs: 'one product a size, and the median of the last 100 answers',
      atlas: ['AML.T0029', 'AML.T0034.001'],
      evaded_by: 'making the model work little longer than usual, from many accounts',
    },
  ],

  fit(healthy) {
    const measured = healthy.map(({ event }) => measuredOf(event)).filter((each) => each !== undefined);
    if (measured.length === 0) return { blind: 'no latency' };
    if (measured.length < fewestMeasured)
      return { blind: `only ${measured.length} latencies in the baseline, at least ${fewestMeasured} are needed` };
    const fitted = fitResidual(measured);
    const recent = new Recent();
    const beyond = measured.map((each) => recent.beyond(residualOf(fitted, each)));
    return { ...fitted, beyond: atShare(beyond, 0.99) };
  },

  open(fitted, memory) {
    const recent = new Recent(memory);
    return {
      read({ event }) {
        const measured = measuredOf(event);
        if (measured === undefined) return [undefined];
        const beyond = recent.beyond(residualOf(fitted, measured));
        if (beyond <= fitted.beyond) return [false];
        const usual = expectedOf(fitted, measured.sizes);
        return [{ because: `${rounded(measured.value)} ms, ${rounded(usual)} ms are usual for its size` }];
      },
      memory: () => recent.memory(),
    };
  },
};

/** The latest residuals of anybody. */
class Recent {
  private readonly residuals: number[];
  private next: number;

  constructor(memory?: LatencyMemory) {
    this.residuals = memory === undefined ? [] : [...memory.residuals];
    this.next = memory?.next ?? 0;
  }

  /** By how much a residual is above the median of those before it, which it joins. */
  beyond(residual: number): number {
    const median = atShare(this.residuals, 0.5);
    this.residuals[this.next] = residual;
    this.next = (this.next + 1) % recently;
    return residual - median;
  }

  memory(): LatencyMemory {
    return { residuals: Float64Array.from(this.residuals), next: this.next };
  }
}

function measuredOf(event: InferenceEvent): Measured | undefined {
  const { latency_ms, tokens_out } = event;
  return latency_ms === undefined ? undefined : { sizes: [...sizesOf(event), tokens_out], value: latency_ms };
}

function rounded(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
