import type { HeatVerdict } from '../../data/heat.js';
import type { Pointed } from '../../parts/charts/heat-strip.js';
import { subjectWords } from '../../words/metrics.js';
import { count, decimal, plural, probability } from '../../words/numbers.js';
import { segmentWords, short } from '../../words/says.js';
import { utcRange } from '../../words/times.js';

/** The numbers behind the cell that one points at: every one of them leads back to a stored verdict. */
export function HeatReading({ pointed, cellMs }: { pointed: Pointed | undefined; cellMs: number }) {
  if (!pointed)
    return (
      <p className="reading heat-reading">
        Point at a cell, or move over the strip with the arrow keys, to read its numbers.
      </p>
    );
  const { row, at, cell } = pointed;
  return (
    <p className="reading heat-reading" aria-live="polite">
      <strong>
        {subjectWords(row.subject, row.cells[0]?.worst.role)}, {segmentWords(row.segment)}
      </strong>{' '}
      {cell ? (
        <>
          {plural(cell.windows, 'window')}
          {cell.alarms > 0 && <strong> ({plural(cell.alarms, 'alarm')})</strong>}, the most surprising one{' '}
          <Numbers verdict={cell.worst} surprise={cell.surprise} />
        </>
      ) : (
        `${utcRange(at, at + cellMs)}: no window ended here.`
      )}
    </p>
  );
}

function Numbers({ verdict, surprise }: { verdict: HeatVerdict; surprise: number }) {
  const { test, window_from, window_to, scale, n, n_effective, insufficient, p_value, alpha } = verdict;
  return (
    <>
      {utcRange(window_from, window_to)} ({plural(scale, 'tick')}) · n {count(n)}, effective {count(n_effective)} ·{' '}
      {test
        ? `${test.statistic} ${decimal(test.value)} (critical ${decimal(test.critical)}) · p ${probability(p_value)} of α ${probability(alpha)}: ${decimal(surprise)} × critical on the scale of log p`
        : `not tested, α ${probability(alpha)}`}
      {verdict.psi_critical > 0 &&
        ` · PSI ${decimal(verdict.psi)} (noise ${decimal(verdict.psi_noise)}, critical ${decimal(verdict.psi_critical)})`}{' '}
      · version {verdict.model_version || '–'} · baseline {short(verdict.baseline)} ·{' '}
      {insufficient && !verdict.alarm ? 'too few events to test' : verdict.words}
    </>
  );
}
