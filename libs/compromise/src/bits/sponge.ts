import type { InferenceEvent } from '@anchorwatch/telemetry';
import { costSigns } from './cost-signs.js';
import { forgetful, type Detector } from './detector.js';
import { expectedOf, fitResidual, residualOf, type FittedResidual, type Measured } from './residual.js';
import { sizesOf } from './sizes.js';

const fewestMeasured = 300;

/**
 * Whether an answer is longer than the question explains: a short question that makes a model write and write costs whoever runs it far more than whoever asks.
 *
 * @see Shumailov et al. (2021), Sponge examples: energy-latency attacks on neural networks, https://arxiv.org/abs/2006.03463
 */
export const sponge: Detector<FittedResidual, undefined> = {
  remembers: false,
  bits: [
    {
      ...costSigns,
      name: 'sponge',
      means: 'get an answer longer than their size explains, by more than 99 % of healthy ones',
      needs: 'tokens_out, and tokens_in, prompts or features',
      costs: 'one product a size',
      atlas: ['AML.T0034.001', 'AML.T0029'],
      evaded_by: 'padding the question until its answer looks proportionate: then it is costly',
    },
  ],

  fit(healthy) {
    const measured = healthy.map(({ event }) => measuredOf(event)).filter((each) => each !== undefined);
    if (measured.length === 0) return { blind: 'no tokens of answers are counted' };
    if (measured.length < fewestMeasured)
      return {
        blind: `only ${measured.length} counted answers in the baseline, at least ${fewestMeasured} are needed`,
      };
    return fitResidual(measured);
  },

  open(fitted) {
    return forgetful(({ event }) => {
      const measured = measuredOf(event);
      if (measured === undefined) return [undefined];
      if (residualOf(fitted, measured) <= fitted.limit) return [false];
      const usual = Math.round(expectedOf(fitted, measured.sizes));
      return [{ because: `${measured.value} tokens of answer, ${usual} are usual for such a question` }];
    });
  },
};

function measuredOf(event: InferenceEvent): Measured | undefined {
  return event.tokens_out === undefined ? undefined : { sizes: sizesOf(event), value: event.tokens_out };
}
