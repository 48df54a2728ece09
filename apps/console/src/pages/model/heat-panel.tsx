import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useHeat, type Heat, type HeatRow } from '../../data/heat.js';
import { useMarks } from '../../data/marks.js';
import type { Model } from '../../data/model.js';
import { HeatStrip, type Pointed } from '../../parts/charts/heat-strip.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Loaded } from '../../parts/loaded.js';
import { Panel } from '../../parts/panel.js';
import { subjectWords } from '../../words/metrics.js';
import { plural } from '../../words/numbers.js';
import { segmentWords } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import { subjectPath } from '../paths.js';
import { HeatReading } from './heat-reading.js';
import { heatAddress, heatDays, heatViewOf, type HeatView } from './heat-view.js';

const day = 86_400_000;
const first = 15;

/** Subject × time of a model: what moved, when, and how far beyond noise. */
export function HeatPanel({ model, subjects }: { model: Model; subjects: readonly string[] }) {
  const [params, setParams] = useSearchParams();
  const view = heatViewOf(params);
  const narrow = useMediaQuery('(max-width: 600px)', false);
  const to = (model.last_event_time ?? 0) + 1;
  const { segment, subject } = view;
  const heat = useHeat({
    model: model.model,
    to,
    from: Math.max(0, to - view.days * day),
    segment,
    subject,
    cells: narrow ? 40 : 96,
  });
  const look = (next: HeatView): void => setParams(heatAddress(next), { replace: true, preventScrollReset: true });
  return (
    <Panel
      title="Subjects over time"
      note="Each cell is the most surprising window that ends in it, against its critical value. Open one to see it."
      aside={<HeatForm model={model} subjects={subjects} view={view} onLook={look} />}
    >
      <Loaded query={heat} lines={8}>
        {(data) =>
          data.rows.length === 0 ? (
            <Empty>No window has closed in this stretch of time.</Empty>
          ) : (
            <Strip model={model.model} heat={data} view={view} />
          )
        }
      </Loaded>
    </Panel>
  );
}

function Strip({ model, heat, view }: { model: string; heat: Heat; view: HeatView }) {
  const navigate = useNavigate();
  const marks = useMarks(model);
  const [pointed, setPointed] = useState<Pointed>();
  const [all, setAll] = useState(false);
  const { segment, subject } = view;
  const nameOf = useCallback((row: HeatRow) => nameIn(row, { segment, subject }), [segment, subject]);
  const rows = all ? heat.rows : heat.rows.slice(0, first);
  return (
    <>
      <HeatReading pointed={pointed} cellMs={heat.cell_ms} />
      <HeatStrip
        heat={{ ...heat, rows }}
        marks={marks.data ?? []}
        nameOf={nameOf}
        onPoint={setPointed}
        onOpen={({ subject: of, segment: within }, { worst }) => {
          const { scale, window_from, window_to } = worst;
          void navigate(subjectPath(model, { subject: of, segment: within, scale, from: window_from, to: window_to }));
        }}
      />
      <Legend entries={legend} />
      <p className="note">
        {utcRange(heat.from, heat.to)}, cells of {duration(heat.cell_ms)}; the most surprising rows first.
        {heat.left_out > 0 &&
          ` ${plural(heat.left_out, 'row')} more than fit are left out: choose a segment or subject.`}
      </p>
      {heat.rows.length > first && (
        <Button mt="xs" size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? `Show the first ${first}` : `Show all ${heat.rows.length} rows`}
        </Button>
      )}
    </>
  );
}

/** What tells a row from the others: the subject, the segment, or both. */
function nameIn(row: HeatRow, { segment, subject }: Pick<HeatView, 'segment' | 'subject'>): string {
  if (subject !== undefined && segment === undefined) return segmentWords(row.segment);
  const name = subjectWords(row.subject, row.cells[0]?.worst.role);
  return segment === undefined && row.segment !== '' ? `${name}, ${segmentWords(row.segment)}` : name;
}

interface HeatFormProps {
  readonly model: Model;
  readonly subjects: readonly string[];
  readonly view: HeatView;
  readonly onLook: (view: HeatView) => void;
}

function HeatForm({ model, subjects, view, onLook }: HeatFormProps) {
  const segments = [...new Set(model.baselines.flatMap((baseline) => baseline.segments))].sort();
  return (
    <div className="form-row">
      <NativeSelect
        size="xs"
        label="Rows"
        value={view.subject ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onLook(
            value === ''
              ? { ...view, subject: undefined, segment: '' }
              : { ...view, subject: value, segment: undefined },
          )
        }
        data={[
          { value: '', label: 'subjects' },
          ...subjects.map((value) => ({ value, label: `segments of ${value}` })),
        ]}
      />
      {segments.length > 0 && view.subject === undefined && (
        <NativeSelect
          size="xs"
          label="Segment"
          value={view.segment ?? '*'}
          onChange={({ currentTarget: { value } }) => onLook({ ...view, segment: value === '*' ? undefined : value })}
          data={[
            { value: '', label: 'all traffic' },
            { value: '*', label: 'every segment' },
            ...segments.map((value) => ({ value, label: segmentWords(value) })),
          ]}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label="How far back"
        value={String(view.days)}
        onChange={(value) => onLook({ ...view, days: Number(value) })}
        data={heatDays.map((days) => ({ value: String(days), label: days === 1 ? '1 day' : `${days} days` }))}
      />
    </div>
  );
}

const legend = [
  { mark: 'swatch-heat-0', words: 'noise' },
  { mark: 'swatch-heat-1', words: '¼' },
  { mark: 'swatch-heat-2', words: '½' },
  { mark: 'swatch-heat-3', words: '¾ of the critical value' },
  { mark: 'swatch-heat-4', words: 'beyond it' },
  { mark: 'swatch-heat-5', words: 'twice' },
  { mark: 'swatch-heat-alarm', words: 'alarm' },
  { mark: 'swatch-hatch', words: 'too few events to test' },
  { mark: 'swatch-release', words: 'version first seen' },
  { mark: 'swatch-promotion', words: 'baseline in force' },
];
