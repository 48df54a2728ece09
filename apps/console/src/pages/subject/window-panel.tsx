import { Button } from '@mantine/core';
import { useDistribution, type Distribution } from '../../data/distribution.js';
import { useWindowVerdict, type Verdict } from '../../data/verdicts.js';
import { BarChart } from '../../parts/charts/bar-chart.js';
import { DistributionView } from '../../parts/distribution-view.js';
import { Empty } from '../../parts/empty.js';
import { Loaded } from '../../parts/loaded.js';
import { MomentInput } from '../../parts/moment-input.js';
import { Panel } from '../../parts/panel.js';
import { percent, plural } from '../../words/numbers.js';
import { segmentWords } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import type { SubjectAddress } from '../paths.js';
import { shifted, windowEnding, type Stretch } from './chosen.js';
import { largestParts } from './largest-parts.js';
import { OnDemandNumbers, RecordedNumbers } from './window-numbers.js';

/** PSI parts that are drawn; pairs of features have many. */
const mostParts = 16;

export interface WindowPanelProps {
  readonly model: string;
  readonly chosen: SubjectAddress;
  readonly window: Stretch;
  readonly tickMs: number;
  /** Traffic and measures of performance have no bins. */
  readonly distributed: boolean;
  /** The newest window that was judged. */
  readonly newest: Stretch | undefined;
  readonly onChoose: (window: Pick<SubjectAddress, 'scale' | 'from' | 'to'>) => void;
}

/** The baseline against one window: the numbers, both distributions, and where the PSI comes from. */
export function WindowPanel({ model, chosen, window, tickMs, distributed, newest, onChoose }: WindowPanelProps) {
  const { subject, segment } = chosen;
  const place = { model, subject, segment, ...window };
  const verdict = useWindowVerdict(place);
  // Beside the baseline that judged it: a newer one may be in force by now.
  const baseline = verdict.data?.baseline;
  const distribution = useDistribution({ ...place, baseline }, distributed && verdict.data !== undefined);
  return (
    <Panel
      title={`${subject} against its baseline`}
      note={`${segmentWords(segment)} · ${utcRange(window.from, window.to)} (${plural((window.to - window.from) / tickMs, 'tick')}, ${duration(window.to - window.from)})`}
      aside={<WindowForm window={window} tickMs={tickMs} newest={newest} onChoose={onChoose} />}
    >
      <Loaded query={verdict} lines={2}>
        {(recorded: Verdict | null) =>
          recorded ? (
            <RecordedNumbers verdict={recorded} distribution={distribution.data} />
          ) : (
            <OnDemandNumbers place={place} distribution={distribution.data} />
          )
        }
      </Loaded>
      {distributed && (
        <Loaded query={distribution} lines={6}>
          {(data) => <Drawn subject={subject} data={data} old={distribution.isPlaceholderData} />}
        </Loaded>
      )}
    </Panel>
  );
}

function Drawn({ subject, data, old }: { subject: string; data: Distribution; old: boolean }) {
  if (data.bins.length === 0) return <Empty>The baseline has no bins of this subject.</Empty>;
  if (data.n === 0) return <Empty>Nothing was counted in this window.</Empty>;
  const { parts, share } = largestParts(data.psi_parts, mostParts);
  return (
    <div className={old ? 'old sub-panel' : 'sub-panel'}>
      <DistributionView
        subject={subject}
        bins={data.bins.map(({ label }) => label)}
        reference={data.reference}
        current={data.current}
        ordered={data.ordered}
      />
      <h3>
        {data.margins ? 'Which values go together otherwise' : 'Where the PSI comes from'}{' '}
        <span className="note">{partsWords(data, parts.length, share)}</span>
      </h3>
      <BarChart
        label={`Parts of the PSI of ${subject}`}
        bars={parts.map(({ bin, before, now, psi }) => ({
          name: bin,
          value: psi,
          note: `${percent(before)} → ${percent(now)}`,
        }))}
      />
    </div>
  );
}

function partsWords({ psi_parts, margins }: Distribution, shown: number, share: number): string {
  const some =
    shown < psi_parts.length
      ? `the ${shown} largest of ${psi_parts.length} groups of bins make ${percent(share)} of it`
      : `parts of its ${psi_parts.length} groups of bins`;
  // The verdict's PSI is that of the dependence alone, on as many cells as the window has events for.
  return margins ? `PSI of all cells; ${some}` : some;
}

type WindowFormProps = Pick<WindowPanelProps, 'window' | 'tickMs' | 'newest' | 'onChoose'>;

/** Any window, by its end and its length, or step by step. */
function WindowForm({ window, tickMs, newest, onChoose }: WindowFormProps) {
  const scale = Math.max(1, Math.round((window.to - window.from) / tickMs));
  const show = (next: Stretch): void => onChoose(next);
  return (
    <div className="form-row">
      <MomentInput
        label="Window ends at (UTC)"
        value={window.to}
        onChange={(at) => at !== undefined && at !== window.to && show(windowEnding(at, scale, tickMs))}
      />
      <div className="row nowrap">
        <Button size="compact-sm" variant="default" onClick={() => show(shifted(window, -1))}>
          Earlier
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => show(shifted(window, 1))}>
          Later
        </Button>
        {newest && (
          <Button size="compact-sm" variant="default" onClick={() => show(newest)}>
            Newest
          </Button>
        )}
      </div>
    </div>
  );
}
