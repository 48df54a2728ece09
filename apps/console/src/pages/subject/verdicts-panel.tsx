import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { newestInForce } from '../../data/in-force.js';
import type { Mark } from '../../data/marks.js';
import type { Model } from '../../data/model.js';
import { useVerdicts, type Verdict } from '../../data/verdicts.js';
import { effectWords, readingOf, type Effect } from '../../parts/charts/readings.js';
import { VerdictChart } from '../../parts/charts/verdict-chart.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Loaded } from '../../parts/loaded.js';
import { count, decimal, probability } from '../../words/numbers.js';
import { scalesFor, segmentWords, short } from '../../words/says.js';
import { duration, utcRange } from '../../words/times.js';
import type { SubjectAddress } from '../paths.js';

export interface VerdictsPanelProps {
  readonly model: Model;
  readonly chosen: SubjectAddress;
  readonly marks: readonly Mark[];
  /** Those that the subject has, at least one: traffic and performance have no PSI and KS, points of many numbers no KS. */
  readonly effects: readonly Effect[];
  readonly onChoose: (next: SubjectAddress) => void;
}

/** One subject's effects over time; choosing a window shows its distribution below. */
export function VerdictsPanel({ model, chosen, marks, effects, onChoose }: VerdictsPanelProps) {
  const [wanted, setEffect] = useState<Effect>('psi');
  const effect = effects.includes(wanted) ? wanted : effects[0]!;
  const scale = chosen.scale ?? 1;
  const verdicts = useVerdicts({ model: model.model, subject: chosen.subject, segment: chosen.segment, scale });
  const inForce = newestInForce(model);
  const scales = [...new Set([...scalesFor(inForce?.ticks ?? 1), scale])].sort((a, b) => a - b);
  const tickMs = inForce?.tick.kind === 'time' ? inForce.tick.ms : undefined;
  const { subject, segment } = chosen;
  return (
    <>
      <div className="row between">
        <h3>
          {subject} over time <span className="note">{segmentWords(segment)}</span>
        </h3>
        <div className="row">
          {effects.length > 1 && (
            <SegmentedControl
              size="xs"
              aria-label="Effect"
              value={effect}
              onChange={(value) => setEffect(effects.find((one) => one === value) ?? 'psi')}
              data={effects.map((value) => ({ value, label: effectWords[value] }))}
            />
          )}
          <NativeSelect
            size="xs"
            aria-label="Window length"
            value={String(scale)}
            onChange={(event) => onChoose({ subject, segment, scale: Number(event.currentTarget.value) })}
            data={scales.map((value) => ({
              value: String(value),
              label: `windows of ${value === 1 ? '1 tick' : `${value} ticks`}${tickMs ? ` (${duration(value * tickMs)})` : ''}`,
            }))}
          />
        </div>
      </div>
      <Loaded query={verdicts} lines={6}>
        {({ verdicts: list, more }) =>
          list.length === 0 ? (
            <Empty>No window of this length has closed yet.</Empty>
          ) : (
            <Charted list={list} more={more} effect={effect} chosen={chosen} marks={marks} onChoose={onChoose} />
          )
        }
      </Loaded>
    </>
  );
}

interface ChartedProps {
  readonly list: readonly Verdict[];
  readonly more: boolean;
  readonly effect: Effect;
  readonly chosen: SubjectAddress;
  readonly marks: readonly Mark[];
  readonly onChoose: (next: SubjectAddress) => void;
}

function Charted({ list, more, effect, chosen, marks, onChoose }: ChartedProps) {
  const [pointed, setPointed] = useState<Verdict>();
  const read = pointed ?? list.find(({ window_to }) => window_to === chosen.to) ?? list.at(-1);
  return (
    <>
      <VerdictChart
        verdicts={list}
        effect={effect}
        marks={marks}
        chosen={chosen.to ?? list.at(-1)?.window_to}
        onPoint={setPointed}
        onChoose={({ window_from, window_to }) => onChoose({ ...chosen, from: window_from, to: window_to })}
      />
      {read && <Reading verdict={read} effect={effect} />}
      <Legend
        entries={[
          { mark: 'swatch-line', words: lineWords[effect] },
          ...(effect === 'surprise' ? [] : [{ mark: 'swatch-band', words: '95 % of noise stays below' }]),
          { mark: 'swatch-critical', words: 'critical value within the alarm budget' },
          { mark: 'swatch-alarm', words: 'alarm' },
          { mark: 'swatch-hollow', words: 'too few events to test' },
          { mark: 'swatch-release', words: 'version first seen' },
          { mark: 'swatch-promotion', words: 'baseline in force' },
        ]}
      />
      {more && <p className="note">There are more windows than fit here; choose longer windows to see further back.</p>}
    </>
  );
}

function Reading({ verdict, effect }: { verdict: Verdict; effect: Effect }) {
  const { value = NaN, noise = NaN, critical = NaN } = readingOf(verdict, effect) ?? {};
  const [test] = verdict.tests;
  return (
    <p className="reading" aria-live="polite">
      <strong>{utcRange(verdict.window_from, verdict.window_to)}</strong> · {effectWords[effect]} {decimal(value)}{' '}
      {effect !== 'surprise'
        ? `(noise ${decimal(noise)}, critical ${decimal(critical)})`
        : test
          ? `(${test.statistic} ${decimal(test.value)}, critical ${decimal(test.critical)})`
          : '(not tested)'}{' '}
      · n {count(verdict.n)}, effective {count(verdict.n_effective)} · p {probability(verdict.p_value)} of α{' '}
      {probability(verdict.alpha)} · version {verdict.model_version || '–'} · baseline {short(verdict.baseline)} ·{' '}
      {verdict.insufficient ? 'too few events to test' : verdict.words}
    </p>
  );
}

const lineWords: Readonly<Record<Effect, string>> = {
  psi: 'PSI (nats)',
  ks: 'KS distance',
  surprise: 'log p of the most surprising test, in units of log α',
};
