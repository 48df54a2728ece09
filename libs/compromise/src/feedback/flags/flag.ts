import type { Blind } from '../../bits/detector.js';
import type { Declaration } from '../../declaration.js';
import type { LabelledQuestion } from '../labelled-question.js';

/** A label on its way through the flags. */
export interface FlaggedQuestion extends LabelledQuestion {
  /** The event's features as a point of the space; undefined when there is none. */
  readonly point: Float64Array | undefined;
}

/** Reads labels in their order; set, not set, or undefined where it does not speak of the label. */
export interface FlagReader<Memory = unknown> {
  read(question: FlaggedQuestion): boolean | undefined;
  /** What it remembers, as plain values that do not change any more: a reader opened with it reads on as this one would. */
  memory(): Memory;
}

/** One way of looking at single labels: like a detector's bit of a question, and judged by how often it is set in the labels of each source. */
export interface Flag<Fitted = unknown, Memory = unknown> {
  readonly declaration: Declaration;
  /** @param healthy in their order; what it gives is plain JSON */
  fit(healthy: readonly FlaggedQuestion[]): Fitted | Blind;
  open(fitted: Fitted, memory?: Memory): FlagReader<Memory>;
}
