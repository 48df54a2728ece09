import type { Baseline } from '@anchorwatch/detection';

/** Why nobody who asks a baseline's model can be watched, by what the baseline itself says; undefined where somebody can. */
export function blindness({ compromise }: Pick<Baseline, 'compromise'>): string | undefined {
  if (compromise === undefined) return 'the baseline was made without a calibration: make it anew';
  return compromise.bits.length === 0
    ? 'the calibration lets no detector see: nobody is named and too few questions repeat'
    : undefined;
}

/** The same of those who label. */
export function labelBlindness({ feedback }: Pick<Baseline, 'feedback'>): string | undefined {
  if (feedback === undefined) return 'no label of the baseline names its source';
  return feedback.signs.length === 0 ? 'insufficient calibration: too few labels of the baseline' : undefined;
}
