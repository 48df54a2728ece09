import { isBlind, type Blind } from '../bits/detector.js';
import { windowsBehind } from '../budget.js';
import { enoughBits, ofPrincipals } from '../calibrate.js';
import type { PrincipalCalibration } from '../calibration.js';
import { localRates, pooledDispersion } from '../rates/measure-dispersion.js';
import { nullRateOf, type NullRate } from '../rates/null-rate.js';
import { flags } from './flags/flags.js';
import type { Flag, FlaggedQuestion } from './flags/flag.js';

/** What a flag does in healthy labels. */
export interface FlagCalibration {
  readonly fitted: unknown;
  readonly rate: NullRate;
  readonly sources: PrincipalCalibration;
  /** Healthy windows of ten labels of one source. */
  readonly windows: number;
}

/** Step by step: every flag, fitted and measured on healthy labels, or why it sees nothing. */
export function* calibratingFlags(
  healthy: readonly FlaggedQuestion[],
): Generator<void, Readonly<Record<string, FlagCalibration | Blind>>> {
  const calibrations: Record<string, FlagCalibration | Blind> = {};
  for (const [name, flag] of Object.entries(flags)) {
    calibrations[name] = calibrated(flag, healthy);
    yield;
  }
  return calibrations;
}

function calibrated(flag: Flag, healthy: readonly FlaggedQuestion[]): FlagCalibration | Blind {
  const fitted = flag.fit(healthy);
  if (isBlind(fitted)) return fitted;
  const reader = flag.open(fitted);
  const spoken = healthy.flatMap((question) => {
    const set = reader.read(question);
    return set === undefined ? [] : [{ source: question.label.source, bit: set ? 1 : 0 }];
  });
  if (spoken.length < enoughBits) return { blind: `it spoke of ${spoken.length} healthy labels only` };
  const bits = Uint8Array.from(spoken, ({ bit }) => bit);
  const expected = localRates(bits);
  const set = bits.reduce((sum, bit) => sum + bit, 0);
  const rate = nullRateOf(set, bits.length, pooledDispersion(bits).at(-1)!.factor, { never: false });
  const bySource = new Map<string, { bits: number[]; expected: number[] }>();
  spoken.forEach(({ source, bit }, k) => {
    if (source === '') return;
    const own = bySource.get(source) ?? { bits: [], expected: [] };
    own.bits.push(bit);
    own.expected.push(expected[k]!);
    bySource.set(source, own);
  });
  const own = new Map(
    [...bySource].map(([source, of]) => [
      source,
      { bits: Uint8Array.from(of.bits), expected: Float64Array.from(of.expected) },
    ]),
  );
  const sources = ofPrincipals(own, rate);
  return { fitted, rate, sources, windows: windowsBehind(sources.dispersion) };
}
