import { NativeSelect } from '@mantine/core';
import { Link, useParams, useSearchParams } from 'react-router';
import { newestInForce } from '../data/in-force.js';
import { useMarks } from '../data/marks.js';
import { useModel, type Model } from '../data/model.js';
import { useSubjects, type SubjectRow } from '../data/subjects.js';
import { useVerdicts } from '../data/verdicts.js';
import type { Effect } from '../parts/charts/readings.js';
import { Badge } from '../parts/badge.js';
import { Empty } from '../parts/empty.js';
import { Loaded } from '../parts/loaded.js';
import { Panel } from '../parts/panel.js';
import { subjectWords } from '../words/metrics.js';
import { plural } from '../words/numbers.js';
import { segmentWords } from '../words/says.js';
import { modelPath, subjectPath, type SubjectAddress } from './paths.js';
import { chosenOf } from './subject/chosen.js';
import { FindingsPanel } from './subject/findings-panel.js';
import { SegmentPartsPanel } from './subject/segment-parts-panel.js';
import { SegmentsPanel } from './subject/segments-panel.js';
import { SensitivityPanel } from './subject/sensitivity-panel.js';
import { VerdictsPanel } from './subject/verdicts-panel.js';
import { WindowPanel } from './subject/window-panel.js';
import { useTitle } from './use-title.js';

/** One subject of a model: over time, any window against the baseline, its segments, and what the watch can see of it. */
export function SubjectPage() {
  const { model = '', subject = '' } = useParams();
  useTitle(`${subject} of ${model}`);
  const summary = useModel(model);
  const subjects = useSubjects(model);
  return (
    <Loaded query={summary} lines={6}>
      {(data) => (
        <Loaded query={subjects} lines={6}>
          {(rows) => <Watched model={data} rows={rows.filter((row) => row.subject === subject)} subject={subject} />}
        </Loaded>
      )}
    </Loaded>
  );
}

function Watched({ model, rows, subject }: { model: Model; rows: readonly SubjectRow[]; subject: string }) {
  const [params, setParams] = useSearchParams();
  const marks = useMarks(model.model);
  const named = chosenOf(subject, params);
  const row = rows.find(({ segment }) => segment === named.segment);
  const tick = newestInForce(model)?.tick;
  const tickMs = tick?.kind === 'time' ? tick.ms : undefined;
  const chosen = { ...named, scale: named.scale ?? row?.scale };
  const { segment, scale = 1 } = chosen;
  const last = useVerdicts({ model: model.model, subject, segment, scale }).data?.verdicts.at(-1);
  const choose = (next: SubjectAddress): void => {
    const address = new URL(subjectPath(model.model, next), window.location.origin);
    setParams(address.searchParams, { replace: true, preventScrollReset: true });
  };
  if (rows.length === 0 || tickMs === undefined)
    return (
      <>
        <Head model={model.model} subject={subject} />
        <Empty>
          No window of {subject} has been judged. It may be spelt differently, or no baseline of{' '}
          <Link to={modelPath(model.model)}>{model.model}</Link> is in force.
        </Empty>
      </>
    );
  const newest = last
    ? { from: last.window_from, to: last.window_to }
    : row && { from: row.window_to - row.scale * tickMs, to: row.window_to };
  const stretch = chosen.from !== undefined && chosen.to !== undefined ? { from: chosen.from, to: chosen.to } : newest;
  return (
    <>
      <Head model={model.model} subject={subject} row={row} segments={rows} chosen={chosen} onChoose={choose} />
      <Panel
        title="Over time"
        note="One effect of windows of one length, against what noise gives and the critical value. Choose a window to see it below."
      >
        <VerdictsPanel
          model={model}
          chosen={chosen}
          marks={marks.data ?? []}
          effects={effectsOf(rows)}
          onChoose={choose}
        />
      </Panel>
      {stretch ? (
        <>
          <WindowPanel
            model={model.model}
            chosen={chosen}
            window={stretch}
            tickMs={tickMs}
            distributed={isDistributed(rows)}
            newest={newest}
            onChoose={(next) => choose({ ...chosen, ...next })}
          />
          {rows.length > 1 && isDistributed(rows) && (
            <>
              <SegmentPartsPanel model={model.model} subject={subject} window={stretch} />
              <SegmentsPanel model={model.model} subject={subject} rows={rows} window={stretch} />
            </>
          )}
        </>
      ) : (
        <Empty>No window of {segmentWords(chosen.segment)} has been judged yet.</Empty>
      )}
      {isDistributed(rows) && (
        <SensitivityPanel model={model.model} subject={subject} segment={chosen.segment} tickMs={tickMs} />
      )}
      <FindingsPanel model={model.model} subject={subject} />
    </>
  );
}

/** Points of many numbers lie at a distance from the baseline, but fall into no bins. */
const points = ['features together', 'embedding'];

/** Whether a subject has values that fall into bins; traffic, measures of performance and points have not. */
function isDistributed(rows: readonly SubjectRow[]): boolean {
  return rows.every(({ role }) => !['volume', 'performance', ...points].includes(role));
}

/** What can be drawn of a subject over time. */
function effectsOf(rows: readonly SubjectRow[]): readonly Effect[] {
  if (isDistributed(rows)) return ['psi', 'ks', 'surprise'];
  return rows.every(({ role }) => points.includes(role)) ? ['psi', 'surprise'] : ['surprise'];
}

interface HeadProps {
  readonly model: string;
  readonly subject: string;
  readonly row?: SubjectRow;
  readonly segments?: readonly SubjectRow[];
  readonly chosen?: SubjectAddress;
  readonly onChoose?: (next: SubjectAddress) => void;
}

function Head({ model, subject, row, segments = [], chosen, onChoose }: HeadProps) {
  return (
    <div className="page-head">
      <div>
        <p className="note">
          <Link to={modelPath(model)}>{model}</Link>
          {row && ` · ${row.role}`}
        </p>
        <h1>
          {subjectWords(subject, row?.role)}{' '}
          {row && <Badge tone={row.alarm ? 'alarm' : 'quiet'}>{row.alarm ? 'alarm' : 'no alarm'}</Badge>}
        </h1>
        {row && (
          <p className="lead">
            {row.insufficient ? 'too few events to test' : row.words}{' '}
            <span className="note">newest window, {plural(row.scale, 'tick')}</span>
          </p>
        )}
      </div>
      {chosen && onChoose && segments.length > 1 && (
        <NativeSelect
          size="xs"
          label="Segment"
          value={chosen.segment}
          onChange={({ currentTarget: { value } }) => onChoose({ ...chosen, segment: value })}
          data={[...segments]
            .map(({ segment }) => segment)
            .sort()
            .map((value) => ({ value, label: segmentWords(value) }))}
        />
      )}
    </div>
  );
}
