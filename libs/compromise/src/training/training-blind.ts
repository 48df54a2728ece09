import { mostPatterns } from './triggers.js';
import { fewestSources } from './spread.js';
import type { TrainingReport, TrainingSource } from './training-report.js';

/** Smaller sets are not inspected. */
export const fewestRows = 100;
/** More different labels are numbers rather than classes. */
export const mostClasses = 50;

/** What cannot be seen, and why. */
export function blindSpotsOf(
  { hasSources, trusted, rows }: { hasSources: boolean; trusted?: readonly unknown[]; rows: readonly unknown[] },
  sourceCount: number,
  sources: readonly TrainingSource[],
  used: number,
  patterns: number,
): TrainingReport['blind'] {
  const blind: { detector: string; reason: string }[] = [];
  const say = (detector: string, reason: string) => void blind.push({ detector, reason });
  if (used < rows.length)
    say(
      'all',
      `${used} of ${rows.length} rows were used, drawn without regard to label or source: rows left out are not named`,
    );
  if (!hasSources) say('sources', 'no column of sources was named (--source)');
  else if (sourceCount < 2) say('sources', 'there is one source only, and nobody to compare it with');
  else if (sourceCount < fewestSources)
    say('sources', `${sourceCount} sources cannot say how far clean ones lie apart: two points are taken for it`);
  const weak = sources.filter(({ smallest_flip_rate_found: rate }) => rate === null).length;
  if (weak > 0) say('sources', `of ${weak} sources no share of flipped labels up to a half would surely be found`);
  if (trusted === undefined) {
    say(
      'spectral signatures',
      'no trusted rows were given (--reference): how many rows lie out by nature cannot be known',
    );
    say(
      'label disagreement',
      'no trusted rows were given (--reference): rows are listed, but how many are too many cannot be known',
    );
  }
  if (patterns > mostPatterns)
    say('triggers', `the ${mostPatterns} most surprising of ${patterns} patterns were looked at`);
  say(
    'triggers',
    'a trigger on rows that have its label anyway, of more than two values, or with fewer than 20 rows is not seen',
  );
  return blind;
}
