import { CallError } from '../../data/call.js';
import { useComparison } from '../../data/comparison.js';
import { useWindowVerdict } from '../../data/verdicts.js';
import { SegmentParts } from '../../parts/charts/segment-parts.js';
import { Empty } from '../../parts/empty.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { decimal } from '../../words/numbers.js';
import { utcRange } from '../../words/times.js';
import type { Stretch } from './chosen.js';
import { mostMovedSegments } from './most-moved-segments.js';

/** Segments of one field that are drawn. */
const most = 12;

export interface SegmentPartsPanelProps {
  readonly model: string;
  readonly subject: string;
  readonly window: Stretch;
}

/** How the PSI of all traffic in a window is divided over the values of each segment field. */
export function SegmentPartsPanel({ model, subject, window }: SegmentPartsPanelProps) {
  const place = { model, subject, segment: '', ...window };
  // Beside the baseline that judged it: a newer one may be in force by now.
  const verdict = useWindowVerdict(place);
  const comparison = useComparison({ ...place, baseline: verdict.data?.baseline }, verdict.data !== undefined);
  const refused = comparison.error instanceof CallError && comparison.error.status === 400;
  return (
    <Panel
      title="Whose part of the PSI"
      note={`${utcRange(window.from, window.to)}, all traffic. The parts of one field add up to the PSI; the rest is what belongs to no segment, and the PSI's pseudo-count; left of zero a segment works against the drift.`}
    >
      {refused ? (
        <Empty>This window cannot be divided now.</Empty>
      ) : (
        <Loaded query={comparison} lines={4}>
          {({ segments, subjects: [row] }) =>
            segments.length === 0 ? (
              <Empty>
                There are no segments that add up to all traffic: the baseline has none for {subject}, or the window is
                compared with its own hours.
              </Empty>
            ) : (
              segments.map(({ field, parts }) => {
                const { shown, hidden } = mostMovedSegments(parts, most);
                return (
                  <section key={field} className="sub-panel">
                    <h3>
                      By {field}{' '}
                      <span className="note">
                        of PSI {decimal(row?.psi ?? NaN)}
                        {hidden.count > 0 && `; ${hidden.count} more have ${decimal(hidden.sum)} together`}
                      </span>
                    </h3>
                    <SegmentParts
                      parts={shown.map((part) => ({ field, ...part }))}
                      label={`Parts of the values of ${field} in the PSI of ${subject}`}
                    />
                  </section>
                );
              })
            )
          }
        </Loaded>
      )}
    </Panel>
  );
}
