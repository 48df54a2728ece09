/** What a watcher remembered after a tick: enough to go on from there. */
export interface KeptMemory {
  readonly model: string;
  /** Digest. */
  readonly baseline: string;
  /** From 0 for each baseline: the one before stays until this one is whole. */
  readonly number: number;
  /** The last tick whose questions it has taken. */
  readonly tick: number;
  /** Questions of the baseline so far, and those of them that were read. */
  readonly questions: number;
  readonly scored: number;
  /** Of `Watcher.memory`. */
  readonly body: Uint8Array;
}
