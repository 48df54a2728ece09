import { max, mean, min, quantile, standardDeviation, variance } from 'simple-statistics';

import { adjustPValues, type PValueAdjustment } from '../adjust-p-values.js';
import { andersonDarling } from '../anderson-darling.js';
import { chiSquareGoodnessOfFit } from '../chi-square-goodness-of-fit.js';
import { chiSquareSf } from '../chi-square-sf.js';
import { type ChiSquareStatistic, chiSquareTwoSample } from '../chi-square-two-sample.js';
import { cramerVonMises } from '../cramer-von-mises.js';
import { fisherExact } from '../fisher-exact.js';
import { gGoodnessOfFit } from '../g-goodness-of-fit.js';
import { hellinger } from '../hellinger.js';
import { jensenShannonDistance } from '../jensen-shannon-distance.js';
import { jointRanks } from '../joint-ranks.js';
import { lInfinity } from '../l-infinity.js';
import { mannWhitneyU } from '../mann-whitney-u.js';
import { proportionInterval } from '../proportion-interval.js';
import { psiWithFloor } from '../psi-with-floor.js';
import { tTest } from '../t-test.js';
import { totalVariation } from '../total-variation.js';
import type { Answer } from './answer-distances.js';
import type { Fields } from './oracle-case.js';
import { numberOf, numbersOf, sharedCounts } from './read-fields.js';

/** Answers of the other tests and intervals, by kind. */
export const testAnswers: ReadonlyMap<string, Answer> = new Map<string, Answer>([
  ['chi2_goodness_of_fit', goodnessOfFit(chiSquareGoodnessOfFit)],
  ['g_test_goodness_of_fit', goodnessOfFit(gGoodnessOfFit)],
  ['categorical_two_sample', categories],
  ['fisher_exact_2x2', fisher],
  ['anderson_ksamp', ofSeveralSamples],
  ['cramer_von_mises_2samp', (inputs) => named(cramerVonMises(...samples(inputs)))],
  ['mann_whitney_u', (inputs) => named(mannWhitneyU(...samples(inputs)))],
  ['rank_sum', (inputs) => ({ rank_sum_x: jointRanks(...samples(inputs), 'rank_sum').x.reduce((a, b) => a + b, 0) })],
  ['t_test_2samp_pooled', (inputs) => named(tTest(...samples(inputs), 'pooled'))],
  ['t_test_welch', welch],
  [
    'quantile_type7',
    (inputs, params) => ({ quantiles: numbersOf(params['q']).map((q) => quantile(numbersOf(inputs['x']), q)) }),
  ],
  ['std_threshold', threshold],
  ['multiple_testing', multipleTesting],
  ['fdr_bh_any', anyRejected],
  ['proportion_confidence_interval', interval],
]);

function samples(inputs: Fields): [x: number[], y: number[]] {
  return [numbersOf(inputs['x']), numbersOf(inputs['y'])];
}

/** SciPy's p-value is cut like ours, so `pvalue_clipped` is the same. */
function ofSeveralSamples(inputs: Fields, params: Fields): Fields {
  const given = inputs['samples'];
  if (!Array.isArray(given)) throw new TypeError('a list of samples is required');
  const { statistic, pValue } = andersonDarling(given.map(numbersOf), params['midrank'] === true ? 'midrank' : 'right');
  return { statistic, pvalue: pValue, pvalue_clipped: pValue };
}

function named(test: { readonly statistic: number; readonly pValue: number }): Fields {
  return { statistic: test.statistic, pvalue: test.pValue };
}

function pValueOf({ statistic, degreesOfFreedom }: ChiSquareStatistic): number {
  return chiSquareSf(statistic, degreesOfFreedom);
}

function goodnessOfFit(test: typeof chiSquareGoodnessOfFit): Answer {
  return (inputs) => {
    const { reference, current } = sharedCounts(inputs);
    return { pvalue: pValueOf(test(current, reference)) };
  };
}

function categories(inputs: Fields): Fields {
  const { reference, current } = sharedCounts(inputs);
  const test = chiSquareTwoSample(reference, current);
  const total = [...reference, ...current].reduce((sum, count) => sum + count, 0);
  return {
    chi2: test.statistic,
    chi2_pvalue: pValueOf(test),
    chi2_dof: test.degreesOfFreedom,
    psi_floor_1e_4: psiWithFloor(reference, current, 1e-4),
    jensen_shannon_base_2: jensenShannonDistance(reference, current, 2),
    hellinger: hellinger(reference, current),
    total_variation: totalVariation(reference, current),
    l_infinity: lInfinity(reference, current),
    cramers_v: Math.sqrt(test.statistic / total),
  };
}

function fisher(inputs: Fields): Fields {
  const { reference, current } = sharedCounts(inputs);
  return { pvalue: fisherExact([reference[0]!, reference[1]!, current[0]!, current[1]!]) };
}

/** `trustyai_statistic` is the same difference over population variances, as TrustyAI computes it. */
function welch(inputs: Fields): Fields {
  const [x, y] = samples(inputs);
  const error = Math.sqrt(variance(x) / x.length + variance(y) / y.length);
  return { ...named(tTest(x, y, 'separate')), trustyai_statistic: (mean(x) - mean(y)) / error };
}

function threshold(inputs: Fields, params: Fields): Fields {
  const values = numbersOf(inputs['values']);
  const from =
    params['offset_from'] === 'min' ? min(values) : params['offset_from'] === 'max' ? max(values) : mean(values);
  return { lower: from - numberOf(params['lower_multiplier']) * standardDeviation(values) };
}

function multipleTesting(inputs: Fields, params: Fields): Fields {
  const pValues = numbersOf(inputs['pvalues']);
  const corrected = (adjustment: PValueAdjustment): Fields => {
    const adjusted = Array.from(adjustPValues(pValues, adjustment));
    return { rejected: adjusted.map((value) => value <= numberOf(params['alpha'])), adjusted };
  };
  return {
    bonferroni: corrected('bonferroni'),
    holm: corrected('holm'),
    fdr_bh: corrected('benjamini-hochberg'),
    fdr_by: corrected('benjamini-yekutieli'),
  };
}

/** The peer rejects strictly below its line, so a p-value on the line is kept; `benjaminiHochberg` would reject it. */
function anyRejected(inputs: Fields, params: Fields): Fields {
  const rule = /^(\d+) p-values all equal to ([\d.]+)(?:-([\d.e-]+))?$/.exec(String(inputs['pvalues_rule']));
  if (rule === null) throw new TypeError('a rule "N p-values all equal to P" is required');
  const pValue = Number(rule[2]) - Number(rule[3] ?? 0);
  const adjusted = adjustPValues(new Float64Array(Number(rule[1])).fill(pValue), 'benjamini-hochberg');
  return { any_rejected: adjusted.some((value) => value < numberOf(params['q'])) };
}

function interval(inputs: Fields, params: Fields): Fields {
  const successes = numberOf(inputs['successes']);
  const n = numberOf(inputs['n']);
  const alpha = numberOf(params['alpha']);
  return {
    wilson: proportionInterval(successes, n, alpha, 'wilson'),
    beta: proportionInterval(successes, n, alpha, 'clopper-pearson'),
    normal: proportionInterval(successes, n, alpha, 'normal'),
    jeffreys: proportionInterval(successes, n, alpha, 'jeffreys'),
  };
}
