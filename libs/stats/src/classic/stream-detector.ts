/** What a detector says after a value: nothing, that a change may be beginning, or that one has happened. */
export type StreamSignal = 'none' | 'warning' | 'drift';

/** The state after a value, and what the detector says of it. */
export interface StreamStep<State> {
  readonly state: State;
  readonly signal: StreamSignal;
}

/**
 * A detector of change that reads one value at a time: state and value in, state and signal out. It changes nothing, so
 * the same values give the same signals, and its memory is bounded however long the stream.
 *
 * After `drift` the state is one that has not seen a change yet. The classic detectors come with thresholds of their
 * own, not with a promise about false alarms; what each costs is measured in the benchmark beside this library.
 */
export interface StreamDetector<State> {
  readonly start: State;
  /** @throws RangeError for a value that is outside of what the detector reads */
  step(state: State, value: number): StreamStep<State>;
}
