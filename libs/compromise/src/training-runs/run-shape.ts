import type { LabelCounts, TrainingStep } from '@anchorwatch/telemetry';
import { LabelTable } from './label-table.js';
import { medianOf } from './local-level.js';
import { endOf, stretchOf } from './stretches.js';

export const measures = ['loss', 'gradient_norm'] as const;
export type Measure = (typeof measures)[number];

/** A stretch with fewer reports goes on into the next. */
const fewestReports = 4;
/** Values at the beginning of a stretch that its median is of. */
const mostValues = 2_000;
/** Label counts that are remembered of a stretch, over all sources. */
const mostEntries = 500;

/** What a run was like over one stretch of its steps. */
export interface Stretch {
  readonly number: number;
  /** The step that it ended before: of the last one of a run that is over, where the run did. Only stretches with the same end are compared. */
  readonly end: number;
  /** Medians of the logarithm; undefined where nothing above 0 was told. */
  readonly loss: number | undefined;
  readonly gradient_norm: number | undefined;
  readonly learning_rate: number | undefined;
  /** Labels by source; '' where they are counted together. */
  readonly labels: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

/** What a run was like so far: what later runs are compared with. */
export class RunShape {
  readonly stretches: Stretch[] = [];
  code_digest = '';
  config_digest = '';
  model_version = '';
  /** By name, as last told. */
  readonly digests = new Map<string, string>();
  reports = 0;
  /** Signs by which the run was accused: it is no reference for them. `balance:<source>` of a source. */
  readonly accused = new Set<string>();
  private current = 0;
  private inStretch = 0;
  private lastStep = 0;
  /** Whether it was taken to be over within the present stretch. */
  private cut = false;
  /** Labels of the present stretch. */
  private readonly tables = new Map<string, LabelTable>();
  private values = noValues();

  constructor(
    readonly run_id: string,
    readonly began: number,
  ) {}

  /** The stretch that ended with this step being beyond it; undefined where none did. The step is taken in after that. */
  read(step: TrainingStep): Stretch | undefined {
    const number = stretchOf(step.step);
    const ended = number > this.current ? this.goOn(number) : undefined;
    this.inStretch++;
    this.lastStep = Math.max(this.lastStep, step.step);
    this.reports++;
    if (step.code_digest !== '') this.code_digest = step.code_digest;
    if (step.config_digest !== '') this.config_digest = step.config_digest;
    if (step.model_version !== '') this.model_version = step.model_version;
    this.keep('loss', step.loss);
    this.keep('gradient_norm', step.gradient_norm);
    this.keep('learning_rate', step.learning_rate);
    for (const [source, counts] of Object.entries(labelsBySource(step))) {
      const table = this.tables.get(source) ?? new LabelTable();
      table.add(counts);
      this.tables.set(source, table);
    }
    return ended;
  }

  /** The last stretch of a run that is over; undefined where it is too short. */
  over(): Stretch | undefined {
    if (this.cut) return undefined;
    this.cut = true;
    return this.inStretch < fewestReports ? undefined : this.close(this.lastStep + 1);
  }

  /** What another run told of the same steps. */
  alike({ number, end }: Stretch): Stretch | undefined {
    return this.stretches.find((one) => one.number === number && one.end === end);
  }

  private goOn(next: number): Stretch | undefined {
    // What goes on after it was taken to be over lacks the beginning of its stretch.
    const whole = !this.cut && this.inStretch >= fewestReports;
    const short = !this.cut && !whole;
    const ended = whole ? this.close(endOf(next - 1)) : undefined;
    if (!short) this.begin();
    this.cut = false;
    this.current = next;
    return ended;
  }

  private close(end: number): Stretch {
    const stretch = {
      number: this.current,
      end,
      loss: median(this.values.loss),
      gradient_norm: median(this.values.gradient_norm),
      learning_rate: median(this.values.learning_rate),
      labels: kept(this.tables),
    };
    this.stretches.push(stretch);
    return stretch;
  }

  private begin(): void {
    this.values = noValues();
    this.tables.clear();
    this.inStretch = 0;
  }

  private keep(name: Measure | 'learning_rate', value: number | undefined): void {
    if (value !== undefined && value > 0 && this.values[name].length < mostValues)
      this.values[name].push(Math.log(value));
  }
}

/** Labels by source, as many sources as there is room for. */
function kept(tables: ReadonlyMap<string, LabelTable>): Stretch['labels'] {
  const labels = new Map<string, ReadonlyMap<string, number>>();
  let entries = 0;
  for (const [source, { counts }] of tables) {
    entries += counts.size;
    if (entries > mostEntries) break;
    labels.set(source, new Map(counts));
  }
  return labels;
}

/** Label counts of a step by source, or all together under ''. */
export function labelsBySource(step: TrainingStep): Readonly<Record<string, LabelCounts>> {
  if (step.label_counts_by_source !== undefined) return step.label_counts_by_source;
  return step.label_counts === undefined ? {} : { '': step.label_counts };
}

function noValues(): Record<Measure | 'learning_rate', number[]> {
  return { loss: [], gradient_norm: [], learning_rate: [] };
}

function median(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : medianOf(values);
}
