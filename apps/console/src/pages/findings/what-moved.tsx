import type { Finding } from '../../data/findings.js';
import { BarChart } from '../../parts/charts/bar-chart.js';
import { SegmentParts } from '../../parts/charts/segment-parts.js';
import { decimal, percent } from '../../words/numbers.js';

/** Where the deviation of a finding comes from, as it was kept with it: bins, segments, features. Older findings keep nothing of it. */
export function WhatMoved({ finding: { subject, role, evidence } }: { finding: Finding }) {
  const { moved = [], segments = [], features = [] } = evidence;
  return (
    <>
      {moved.length > 0 && (
        <section className="sub-panel">
          <h3>
            {role === 'feature pair' ? 'Which values go together otherwise' : 'Where the PSI comes from'}{' '}
            <span className="note">the groups of bins that moved most</span>
          </h3>
          <BarChart
            label={`Largest parts of the PSI of ${subject}`}
            bars={moved.map(({ bin, before, now, psi }) => ({
              name: bin,
              value: psi,
              note: `${percent(before)} → ${percent(now)}`,
            }))}
          />
        </section>
      )}
      {segments.length > 0 && (
        <section className="sub-panel">
          <h3>
            Whose part of it <span className="note">the segments that moved most, of all traffic</span>
          </h3>
          <SegmentParts parts={segments} label={`Largest parts of segments in the PSI of ${subject}`} />
        </section>
      )}
      {features.length > 0 && (
        <section className="sub-panel">
          <h3>
            Features that moved in the same window <span className="note">by PSI, those beyond noise</span>
          </h3>
          <BarChart
            label={`Features that moved with ${subject}`}
            bars={features.map((feature) => ({
              name: feature.subject,
              value: feature.psi,
              note: `noise ${decimal(feature.psi_noise)}`,
            }))}
          />
        </section>
      )}
    </>
  );
}
