import type { Baseline } from '@anchorwatch/detection';

/** The warnings of a baseline, a line each. */
export function warningLines({ warnings = [] }: Pick<Baseline, 'warnings'>): readonly string[] {
  return warnings.map(
    ({ subject, segment, words }) => `${subject}${segment === '' ? '' : ` where ${segment}`}: ${words}`,
  );
}
