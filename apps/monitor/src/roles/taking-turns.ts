import { setImmediate as turnOfOthers } from 'node:timers/promises';

/** Milliseconds of work before others get their turn. */
const TURN_MS = 10;

/** Long work in small pieces: called after each of them, it lets others have their turn when it has been long enough. */
export class TakingTurns {
  private since = performance.now();

  rest = async (): Promise<void> => {
    if (performance.now() - this.since < TURN_MS) return;
    await turnOfOthers();
    this.since = performance.now();
  };
}
