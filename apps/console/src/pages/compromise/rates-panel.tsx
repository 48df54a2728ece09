import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Compromise, WatchPoint, WatchSummary } from '../../data/compromise.js';
import { declarationOf, useCatalogue } from '../../data/detectors.js';
import { RateChart } from '../../parts/charts/rate-chart.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Panel } from '../../parts/panel.js';
import { count, percent } from '../../words/numbers.js';
import { rateTiles, type RateTile } from './rate-tiles.js';

const first = 8;

interface RatesPanelProps {
  readonly summary: WatchSummary;
  /** In the order of time. */
  readonly points: readonly WatchPoint[];
  readonly blind: Compromise['blind'];
  readonly at: number | undefined;
}

/** How often each kind of bit is set in everybody's questions over time, beside what is ordinary; the farthest beyond it first. */
export function RatesPanel({ summary, points, blind, at }: RatesPanelProps) {
  const [all, setAll] = useState(false);
  const tiles = rateTiles(summary, points);
  return (
    <Panel
      title="How often questions are conspicuous"
      note="Each point: the last 3,200 questions of everybody until the end of an hour. The farthest beyond what is ordinary first."
    >
      {tiles.length === 0 ? (
        <Empty>
          No detector sees{blind.length > 0 ? `: ${blind[0]?.detector} is blind because ${blind[0]?.reason}` : ''}. All
          reasons are below.
        </Empty>
      ) : (
        <>
          <div className="tiles">
            {tiles.slice(0, all ? undefined : first).map((tile) => (
              <Tile key={tile.bit} tile={tile} points={points} at={at} />
            ))}
          </div>
          <Legend
            entries={[
              { mark: 'swatch-line', words: 'share of questions' },
              { mark: 'swatch-critical', words: 'the most that is ordinary, by the calibration' },
              { mark: 'swatch-alarm', words: 'beyond it (an alarm only where chance cannot explain it)' },
            ]}
          />
          {tiles.length > first && (
            <Button mt="xs" size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
              {all ? `Show the first ${first}` : `Show all ${tiles.length}`}
            </Button>
          )}
        </>
      )}
    </Panel>
  );
}

function Tile({ tile, points, at }: { tile: RateTile; points: readonly WatchPoint[]; at: number | undefined }) {
  const { bit, now, n, null_rate, shares } = tile;
  const means = declarationOf(useCatalogue().data, bit)?.means;
  const [from, to] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  return (
    <figure className="tile">
      <h3>
        {bit} <span className="note">{n === 0 ? 'spoke of no question yet' : `${percent(now)} of ${count(n)}`}</span>
      </h3>
      <p className="note">{means ? `questions that ${means}` : ''}</p>
      {shares.length === 0 ? (
        <Empty>It has not spoken of enough questions.</Empty>
      ) : (
        <RateChart
          points={shares}
          ordinary={null_rate}
          from={from}
          to={to}
          chosen={at}
          label={`${bit}: now ${percent(now)}, at most ${percent(null_rate)} is ordinary`}
        />
      )}
    </figure>
  );
}
