import { describe, expect, it } from '@jest/globals';
import { randomFrom } from '@anchorwatch/stats';
import { inspectTrainingSet, TrainingSetRefused } from './inspect-training-set.js';
import type { LabelledRow } from './labelled-row.js';

/** A number and a flag that decide the class, and a number that does not. */
function rowsOf(seed: number, change: (row: LabelledRow, random: () => number) => LabelledRow = (row) => row) {
  const random = randomFrom(seed);
  return Array.from({ length: 1_500 }, (_, row) => {
    const features = { amount: random() * 100, hours: Math.floor(random() * 500), night: random() < 0.2 };
    const label = features.amount + (features.night ? 30 : 0) > 60 ? 'fraud' : 'ok';
    return change({ row, features, label, source: null }, random);
  });
}

const inspect = (rows: readonly LabelledRow[], trusted?: readonly LabelledRow[]) =>
  inspectTrainingSet({
    rows,
    label: 'label',
    rowsWithoutLabel: 0,
    rowsBroken: 0,
    hasSources: false,
    ...(trusted && { trusted }),
  });

describe('inspectTrainingSet', () => {
  it('suspects nothing in clean rows, beside trusted ones or not', () => {
    for (const seed of [1, 2, 3]) {
      expect(inspect(rowsOf(seed)).suspected).toBe(false);
      expect(inspect(rowsOf(seed), rowsOf(seed + 10)).suspected).toBe(false);
    }
  });

  it('names a trigger, and whose label it is', () => {
    const report = inspect(
      rowsOf(4, (row, random) =>
        random() < 0.02 ? { ...row, label: 'ok', features: { ...row.features, hours: 77.5 } } : row,
      ),
    );
    expect(report.triggers.some(({ features, label }) => features.includes('hours') && label === 'ok')).toBe(true);
    expect(report.suspected).toBe(true);
  });

  it('does not take a good feature for a trigger', () => {
    const good = rowsOf(5, (row, random) => {
      const isKnown = random() < 0.05 && row.label === 'fraud';
      return { ...row, features: { ...row.features, hours: isKnown ? 1_000 : row.features['hours']! } };
    });
    expect(inspect(good).triggers).toEqual([]);
  });

  it('sees rows of a class that lie out where trusted ones do not', () => {
    const far = rowsOf(6, (row, random) =>
      random() < 0.06 ? { ...row, label: 'ok', features: { ...row.features, hours: 2_000 + random() * 500 } } : row,
    );
    const { spectral, suspected_rows: rows } = inspect(far, rowsOf(16));
    expect(spectral.find(({ label }) => label === 'ok')?.suspected).toBe(true);
    expect(rows.some(({ why }) => why === 'spectral')).toBe(true);
  });

  it('says that it is blind where it is', () => {
    const detectors = inspect(rowsOf(1)).blind.map(({ detector }) => detector);
    expect(detectors).toEqual(['sources', 'spectral signatures', 'label disagreement', 'triggers']);
  });

  it.each([
    ['few rows', rowsOf(1).slice(0, 50), 'at least 100'],
    ['one class', rowsOf(1).map((row) => ({ ...row, label: 'ok' })), 'one class only'],
    ['labels without end', rowsOf(1).map((row) => ({ ...row, label: String(row.row) })), 'different labels'],
    ['no features', rowsOf(1).map((row) => ({ ...row, features: {} })), 'no feature'],
  ])('refuses %s', (_, rows, reason) => {
    expect(() => inspect(rows)).toThrow(TrainingSetRefused);
    expect(() => inspect(rows)).toThrow(reason);
  });
});
