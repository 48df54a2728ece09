import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useDistributions, type Distribution } from '../../data/distribution.js';
import type { SubjectRow } from '../../data/subjects.js';
import { PairedBars } from '../../parts/charts/paired-bars.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { count, decimal } from '../../words/numbers.js';
import { segmentWords } from '../../words/says.js';
import { utcRange } from '../../words/times.js';
import { subjectPath } from '../paths.js';
import type { Stretch } from './chosen.js';

const first = 8;

export interface SegmentsPanelProps {
  readonly model: string;
  readonly subject: string;
  readonly rows: readonly SubjectRow[];
  readonly window: Stretch;
}

/** The same window in every segment side by side, over the groups of the PSI and on one scale. */
export function SegmentsPanel({ model, subject, rows, window }: SegmentsPanelProps) {
  const [all, setAll] = useState(false);
  const segments = rows.map(({ segment }) => segment).sort();
  const shown = all ? segments : segments.slice(0, first);
  const found = useDistributions(shown.map((segment) => ({ model, subject, segment, ...window })));
  const top = Math.max(
    0.01,
    ...found.flatMap(({ data }) => data?.psi_parts.flatMap(({ before, now }) => [before, now]) ?? []),
  );
  return (
    <Panel
      title="Segments side by side"
      note={`${utcRange(window.from, window.to)}. Share of each group of bins; all on one scale, each against its own baseline.`}
    >
      <div className="tiles">
        {shown.map((segment, index) => (
          <section key={segment} className="tile">
            <h3>
              <Link to={subjectPath(model, { subject, segment, ...window })}>{segmentWords(segment)}</Link>
            </h3>
            {found[index] && (
              <Loaded query={found[index]} lines={2}>
                {(data) => <Tile subject={subject} data={data} top={top} />}
              </Loaded>
            )}
          </section>
        ))}
      </div>
      {segments.length > first && (
        <Button mt="xs" size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? `Show the first ${first}` : `Show all ${segments.length} segments`}
        </Button>
      )}
    </Panel>
  );
}

function Tile({ subject, data, top }: { subject: string; data: Distribution; top: number }) {
  if (data.n === 0) return <p className="note">Nothing was counted here.</p>;
  return (
    <>
      <p className="note">
        n {count(data.n)} · PSI {decimal(data.psi ?? NaN)}
        {data.ks !== null && ` · KS ${decimal(data.ks)}`}
      </p>
      <PairedBars
        labels={data.psi_parts.map(({ bin }) => bin)}
        reference={data.psi_parts.map(({ before }) => before)}
        current={data.psi_parts.map(({ now }) => now)}
        label={`${subject} in ${segmentWords(data.segment)}: share of each group, baseline and window`}
        height={120}
        top={top}
      />
    </>
  );
}
