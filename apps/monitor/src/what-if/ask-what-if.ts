import type { DetectionStore } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { TelemetryStore } from '@anchorwatch/telemetry';
import { chosenBaseline } from '../compare/chosen-baseline.js';
import { ComparisonRefused } from '../compare/compare-stored.js';
import { readSide } from '../compare/side.js';
import { whatIf, type WhatIf, type WhatIfQuestion } from './what-if.js';

/** As in a configuration. */
const MOST_ALARMS_PER_WEEK = 10_000;

/** A question as a person puts it. */
export interface WhatIfWords {
  readonly model: string;
  /** RFC 3339 or epoch milliseconds. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** A digest, or the beginning of it; the one promoted last when absent. */
  readonly baseline: string | undefined;
  /** What is in force when absent. */
  readonly alarms_per_week: string | undefined;
}

/**
 * Reads the question and judges history again.
 * @throws ComparisonRefused naming what is wrong; the reason of the signal when it was told to stop
 */
export async function askWhatIf(
  store: { readonly detection: DetectionStore; readonly telemetry: TelemetryStore },
  models: readonly RegisteredModel[],
  words: WhatIfWords,
  inForce: { readonly alarms_per_week: number },
  { most, signal }: Pick<WhatIfQuestion, 'most' | 'signal'>,
): Promise<WhatIf> {
  const { model } = words;
  const range = rangeOf(words);
  const alarms = words.alarms_per_week === undefined ? inForce.alarms_per_week : Number(words.alarms_per_week);
  if (!(alarms > 0 && alarms <= MOST_ALARMS_PER_WEEK))
    throw new ComparisonRefused(
      'alarms_per_week',
      `expected a number above 0 and at most ${MOST_ALARMS_PER_WEEK}, got "${words.alarms_per_week}"`,
    );
  const register = models.find((one) => one.model === model);
  const baseline = await chosenBaseline(store.detection, model, register, words.baseline);
  return whatIf(store, {
    model,
    ...range,
    baseline,
    counted: register?.promotions.some(({ digest }) => digest === baseline.digest) ?? false,
    alarms_per_week: { recorded: inForce.alarms_per_week, what_if: alarms },
    models,
    most,
    signal,
  });
}

function rangeOf({ from, to }: WhatIfWords): { readonly from: number; readonly to: number } {
  for (const [field, text] of Object.entries({ from, to })) {
    if (text === undefined || text === '') throw new ComparisonRefused(field, 'is required');
    const side = readSide(`${text}..`);
    if (typeof side === 'string') throw new ComparisonRefused(field, side);
  }
  const side = readSide(`${from}..${to}`);
  if (typeof side === 'string') throw new ComparisonRefused('to', side);
  if (side.kind !== 'window' || side.from === undefined || side.to === undefined)
    throw new ComparisonRefused('from', 'expected RFC 3339 or epoch milliseconds');
  return { from: side.from, to: side.to };
}
