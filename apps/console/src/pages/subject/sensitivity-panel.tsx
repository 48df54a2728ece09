import { CallError } from '../../data/call.js';
import { useSensitivity, type Sensitivity } from '../../data/sensitivity.js';
import { ShareBar } from '../../parts/charts/share-bar.js';
import { Empty } from '../../parts/empty.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { Sheet } from '../../parts/sheet.js';
import { count, decimal, plural, probability } from '../../words/numbers.js';
import { segmentWords, short } from '../../words/says.js';
import { duration } from '../../words/times.js';

export interface SensitivityPanelProps {
  readonly model: string;
  readonly subject: string;
  readonly segment: string;
  readonly tickMs: number;
}

/** What windows of each length can see of a subject, and how much of that the tolerance costs: the trade-off. */
export function SensitivityPanel({ model, subject, segment, tickMs }: SensitivityPanelProps) {
  const sensitivity = useSensitivity(model, subject);
  const none = sensitivity.error instanceof CallError && sensitivity.error.status === 404;
  return (
    <Panel
      title="What this watch can see"
      note={`${segmentWords(segment)}. The smallest shift of location found in nine of ten windows, in standard deviations. Longer windows see smaller shifts, later; what lies within the tolerance never counts.`}
    >
      {none ? (
        <Empty>No baseline is in force.</Empty>
      ) : (
        <Loaded query={sensitivity} lines={4}>
          {({ baseline, windows }) => {
            const own = windows.filter((one) => one.segment === segment);
            return own.every(({ smallest_shift }) => smallest_shift === null) ? (
              <Empty>
                Shifts of {subject} are not measured: its values have no order, or no window is large enough to be
                tested.
              </Empty>
            ) : (
              <Windows windows={own} baseline={baseline} tickMs={tickMs} />
            );
          }}
        </Loaded>
      )}
    </Panel>
  );
}

function Windows(props: { windows: readonly Sensitivity[]; baseline: string; tickMs: number }) {
  const { windows, baseline, tickMs } = props;
  const most = Math.max(...windows.map(({ smallest_shift }) => smallest_shift ?? 0));
  return (
    <>
      <Sheet label="What windows of each length can see">
        <thead>
          <tr>
            <th scope="col">Window</th>
            <th scope="col" className="num">
              n (effective)
            </th>
            <th scope="col" className="num">
              α of a test
            </th>
            <th scope="col">Smallest shift found</th>
            <th scope="col" className="num">
              of it tolerance
            </th>
          </tr>
        </thead>
        <tbody>
          {windows.map(({ scale, n, n_effective, alpha, smallest_shift, tolerance }) => (
            <tr key={scale}>
              <th scope="row">
                {duration(scale * tickMs)} <span className="note">{plural(scale, 'tick')}</span>
              </th>
              <td className="num">
                {count(n)} <span className="note">({count(n_effective)})</span>
              </td>
              <td className="num">{probability(alpha)}</td>
              <td>
                {smallest_shift === null ? (
                  <span className="faint">not tested: too few events</span>
                ) : (
                  <span className="row nowrap measured">
                    <ShareBar whole={smallest_shift} part={tolerance} most={most} /> {decimal(smallest_shift)} sd
                  </span>
                )}
              </td>
              <td className="num">{smallest_shift === null ? '–' : `${decimal(tolerance)} sd`}</td>
            </tr>
          ))}
        </tbody>
      </Sheet>
      <p className="note">
        At the rate of baseline <code title={baseline}>{short(baseline)}</code>, with the alarm budget and tolerances in
        force. Grey: the tolerance; coloured: what noise and the budget cost.
      </p>
    </>
  );
}
