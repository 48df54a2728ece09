import type { Exposure, WatchPoint, WatchSummary } from '../../data/compromise.js';
import { ExposureRows } from '../../parts/charts/exposure-rows.js';
import { LineChart, type Series } from '../../parts/charts/line-chart.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Panel } from '../../parts/panel.js';
import { decimal, percent } from '../../words/numbers.js';
import { calledShort } from '../../words/says.js';
import { followed } from './followed.js';
import { levelOf } from './levels.js';

interface ToldPanelProps {
  readonly summary: WatchSummary;
  /** In the order of time. */
  readonly points: readonly WatchPoint[];
  readonly level: string | undefined;
}

/** Who has been told how much of the model, and how they came to it: exposure, and coverage of what is ordinarily asked. */
export function ToldPanel({ summary, points, level: wanted }: ToldPanelProps) {
  const level = levelOf(summary, wanted)?.level;
  if (level === undefined) return null;
  const exposures = summary.exposures.filter((exposure) => exposure.level === level);
  return (
    <Panel
      title="Principals by exposure"
      note={`How much of the model each has been told, by ${level}. A thief who asks what customers ask is seen in no other way; a customer who asks much is as exposed.`}
    >
      <div className="told">
        <figure>
          <figcaption>
            Share of the model’s answers to others that a copy, learned from its answers alone, gives
          </figcaption>
          <Ranking level={level} exposures={exposures} />
        </figure>
        <div className="stack">
          <figure>
            <figcaption>Share of the baseline’s reference questions that it has asked about, over time</figcaption>
            {summary.coverage === null ? (
              <Empty>Blind: novelty is not watched, so it is not known what is ordinarily asked.</Empty>
            ) : (
              <Drawn series={followed(points, level, 'coverage')} label={`Coverage by ${level}`} floor={0} />
            )}
          </figure>
          <figure>
            <figcaption>Exposure over time</figcaption>
            <Drawn series={followed(points, level, 'exposures')} label={`Exposure by ${level}`} floor={1} />
          </figure>
        </div>
      </div>
    </Panel>
  );
}

function Ranking({ level, exposures }: { level: string; exposures: readonly Exposure[] }) {
  if (exposures.length === 0)
    return (
      <Empty>
        Nobody can be tried yet: that needs fifty different answered questions of one {level}, and two hundred of
        others.
      </Empty>
    );
  const { within } = exposures[0]!;
  const first = exposures
    .slice(0, 3)
    .map(({ principal, fidelity }) => `${calledShort(principal)} ${percent(fidelity)}`);
  return (
    <>
      <ExposureRows rows={exposures} label={`Exposure by ${level}, most first: ${first.join(', ')}`} />
      {within > 0 && <p className="note">Numbers that differ by no more than {decimal(within)} count as the same.</p>}
      <Legend
        entries={[
          { mark: 'swatch-realised', words: 'with its 95 % interval' },
          { mark: 'swatch-stroke', words: within > 0 ? 'always the median' : 'always the most frequent answer' },
        ]}
      />
    </>
  );
}

function Drawn({ series, label, floor }: { series: readonly Series[]; label: string; floor: number }) {
  if (series.length === 0) return <Empty>Nobody has asked enough yet.</Empty>;
  return (
    <>
      <LineChart series={series} label={`${label} over time`} height={170} floor={floor} format={percent} />
      <Legend
        entries={series.map(({ name, points }, index) => ({
          mark: `swatch-series series-${index % 8}`,
          words: `${calledShort(name)}, ${percent(points.at(-1)?.value ?? 0)}`,
        }))}
      />
    </>
  );
}
