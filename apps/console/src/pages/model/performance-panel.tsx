import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useMarks, type Mark } from '../../data/marks.js';
import type { Model } from '../../data/model.js';
import { usePerformance, type Interval, type PerformanceRow } from '../../data/performance.js';
import { metricsIn, windowsOf } from '../../parts/charts/performance.js';
import { PerformanceChart } from '../../parts/charts/performance-chart.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { metricWords } from '../../words/metrics.js';
import { count, decimal } from '../../words/numbers.js';
import { segmentWords, short } from '../../words/says.js';
import { utcRange } from '../../words/times.js';

/** How well the model answers, by labels and without them, over time. */
export function PerformancePanel({ model }: { model: Model }) {
  const [segment, setSegment] = useState('');
  const [wanted, setWanted] = useState('');
  const performance = usePerformance(model.model, segment);
  const marks = useMarks(model.model);
  const metrics = metricsIn(performance.data?.performance ?? []);
  const metric = metrics.includes(wanted) ? wanted : metrics[0];
  const segments = [...new Set(model.baselines.flatMap((baseline) => baseline.segments))].sort();
  return (
    <Panel
      title="Performance over time"
      note="By labels, as they become known; before that estimated from calibrated scores. Intervals hold 95 of 100 times."
      aside={
        metric !== undefined && (
          <div className="form-row">
            <NativeSelect
              size="xs"
              label="Measure"
              value={metric}
              onChange={({ currentTarget: { value } }) => setWanted(value)}
              data={metrics.map((value) => ({ value, label: metricWords(value) }))}
            />
            {segments.length > 0 && (
              <NativeSelect
                size="xs"
                label="Segment"
                value={segment}
                onChange={({ currentTarget: { value } }) => setSegment(value)}
                data={['', ...segments].map((value) => ({ value, label: segmentWords(value) }))}
              />
            )}
          </div>
        )
      }
    >
      <Loaded query={performance} lines={5}>
        {(data) =>
          metric === undefined ? (
            <Empty>
              Nothing is measured yet: the baseline in force was made without labels, or no window has closed since.
            </Empty>
          ) : (
            <Charted
              rows={windowsOf(data.performance, metric)}
              metric={metric}
              marks={marks.data ?? []}
              more={data.next !== null}
            />
          )
        }
      </Loaded>
    </Panel>
  );
}

interface ChartedProps {
  readonly rows: readonly PerformanceRow[];
  readonly metric: string;
  readonly marks: readonly Mark[];
  readonly more: boolean;
}

function Charted({ rows, metric, marks, more }: ChartedProps) {
  const [pointed, setPointed] = useState<PerformanceRow>();
  const read = rows.find(({ window_to }) => window_to === pointed?.window_to) ?? rows.at(-1);
  return (
    <>
      <PerformanceChart
        rows={rows}
        marks={marks}
        label={`${metricWords(metric)} of ${rows.length} windows`}
        onPoint={setPointed}
      />
      {read && <Reading row={read} />}
      <Legend
        entries={[
          { mark: 'swatch-realised', words: 'by labels, with its interval' },
          { mark: 'swatch-estimated', words: 'estimated without labels, with its interval' },
          { mark: 'swatch-hollow', words: 'do not rely on the estimate' },
          { mark: 'swatch-baseline', words: 'in the baseline' },
          { mark: 'swatch-release', words: 'version first seen' },
          { mark: 'swatch-promotion', words: 'baseline in force' },
        ]}
      />
      {more && <p className="note">There are older windows than these.</p>}
    </>
  );
}

function Reading({ row }: { row: PerformanceRow }) {
  const { metric, window_from, window_to, n, labelled, settled, realised, estimated, reliable, reason, reference } =
    row;
  return (
    <p className="reading" aria-live="polite">
      <strong>{utcRange(window_from, window_to)}</strong> · {metricWords(metric)} by labels{' '}
      {realised ? between(realised) : settled ? 'unknown: too few labels' : 'not yet known'} ({count(labelled)} labels)
      · estimated {estimated ? between(estimated) : '–'}
      {!reliable && reason !== '' && <strong>, do not rely on it: {reason}</strong>} · baseline {decimal(reference)} · n{' '}
      {count(n)} · version {row.model_version || '–'} · baseline {short(row.baseline)}
    </p>
  );
}

function between({ value, low, high }: Interval): string {
  return `${decimal(value)} (${decimal(low)} to ${decimal(high)})`;
}
