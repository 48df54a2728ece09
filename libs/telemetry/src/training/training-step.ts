/** How often each label occurs among some examples. */
export type LabelCounts = Readonly<Record<string, number>>;

/** Where examples of a step came from. */
export interface TrainingSource {
  readonly name: string;
  /** Of what it holds, such as `sha256:…`; '' where the producer does not say. */
  readonly digest: string;
  /** Examples that it gave to this step, or holds: as the producer counts. Undefined when not told. */
  readonly rows?: number;
}

/**
 * What a training run reports of one of its steps, or of the stretch since the report before.
 * Its identity is model, run and step: one sent again replaces the former. The property names are those of the wire format, the store and the API.
 */
export interface TrainingStep {
  readonly model: string;
  readonly run_id: string;
  /** A whole number from 0; steps need not follow each other without gaps. */
  readonly step: number;
  /** When it was reported, milliseconds since 1970, UTC. */
  readonly time: number;
  /** The version that the run makes; '' when the producer does not say. */
  readonly model_version: string;
  /** Finite; undefined when not measured. */
  readonly loss?: number;
  /** ≥ 0. */
  readonly gradient_norm?: number;
  /** ≥ 0. */
  readonly learning_rate?: number;
  /** Of all examples since the report before. */
  readonly label_counts?: LabelCounts;
  /** The same by the name of the source. */
  readonly label_counts_by_source?: Readonly<Record<string, LabelCounts>>;
  readonly sources: readonly TrainingSource[];
  /** Of the program that trains, and of what it was told; '' when the producer does not say. */
  readonly code_digest: string;
  readonly config_digest: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The place of a step in the order in which steps of a model are read: by time, then run, then step. */
export type StepPlace = Pick<TrainingStep, 'time' | 'run_id' | 'step'>;

/** Negative where `one` comes before `other`; 0 for the same place. */
export function compareSteps(one: StepPlace, other: StepPlace): number {
  if (one.time !== other.time) return one.time - other.time;
  // By bytes, as a store orders: UTF-16 units would put some characters elsewhere.
  return Buffer.compare(Buffer.from(one.run_id), Buffer.from(other.run_id)) || one.step - other.step;
}
