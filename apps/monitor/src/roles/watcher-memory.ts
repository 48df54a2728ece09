import {
  MemoryRefused,
  Watcher,
  type Calibration,
  type CompromiseBudget,
  type KeptMemory,
} from '@anchorwatch/compromise';
import { CountedPlaces, rangeOf } from './counted-places.js';
import { recallHealthy } from './recall-healthy.js';
import type { WatchedStreamOptions, WatchState } from './watched-stream.js';

/** Others' turns, and signs of life, while much is read. */
export interface Pauses {
  /** Called after each question. */
  readonly rest: () => Promise<void>;
  /** Called after each page; may throw. */
  readonly beat: () => Promise<void>;
}

/** A watcher that remembers what went before, and where it stands. */
export interface OpenedWatcher {
  readonly watcher: Watcher;
  /** The last tick that it has taken, -Infinity before the first, and its questions so far. */
  readonly at: { readonly tick: number; readonly questions: number; readonly scored: number };
  /** Up to this tick, what was found is in the store. */
  readonly recorded: number;
  readonly next_memory: number;
}

/**
 * Opens a watcher where the store's last memory of it stands: the questions since are then watched again. Before the first memory that is where the stream
 * begins. A memory that this program cannot read, because another one wrote it, is replaced by reading
 * the questions since without judging them: then it goes on at once, with whoever asked before forgotten.
 */
export async function openWatcher(options: WatchedStreamOptions, pauses: Pauses): Promise<OpenedWatcher> {
  const { baseline, calibration, store, shareAt } = options;
  const judgement = await store.detection.judgement(baseline.model, baseline.digest, 'compromise');
  const memory = await store.compromise.memory(baseline.model, baseline.digest);
  const recorded = judgement?.tick ?? -Infinity;
  const budgetOf = (tick: number) => shareAt(tick).budget;
  const restored = memory && restore(calibration, budgetOf(memory.tick), memory, options.refused);
  if (memory && restored) {
    const { tick, questions, scored, number } = memory;
    return { watcher: restored, at: { tick, questions, scored }, recorded, next_memory: number + 1 };
  }
  if (memory === undefined || judgement === undefined) {
    const watcher = new Watcher(calibration, budgetOf(-Infinity));
    return { watcher, at: { tick: -Infinity, questions: 0, scored: 0 }, recorded, next_memory: 0 };
  }
  const watcher = new Watcher(calibration, budgetOf(recorded));
  const first = await store.detection.firstTick(baseline.model, baseline.digest, 'events');
  const tickMs = baseline.tick.kind === 'time' ? baseline.tick.ms : 1;
  await recallHealthy(watcher, store.telemetry, baseline, calibration, (first ?? 0) * tickMs, pauses);
  await recallSince(watcher, options, { from: memory.tick + 1, to: recorded + 1 }, pauses);
  const { questions, scored } = JSON.parse(judgement.state) as WatchState;
  return { watcher, at: { tick: recorded, questions, scored }, recorded, next_memory: memory.number + 1 };
}

function restore(
  calibration: Calibration,
  budget: CompromiseBudget,
  { body }: KeptMemory,
  refused: (reason: string) => void,
): Watcher | undefined {
  try {
    return Watcher.restore(calibration, budget, body);
  } catch (error) {
    if (!(error instanceof MemoryRefused)) throw error;
    refused(error.message);
    return undefined;
  }
}

/** Has it remember the questions of the ticks in [from, to), as many as lie between two memories at most. */
async function recallSince(
  watcher: Watcher,
  { baseline, store, belongs }: WatchedStreamOptions,
  range: { readonly from: number; readonly to: number },
  { rest, beat }: Pauses,
): Promise<void> {
  const asked = { ...range, subject: 'volume' };
  const places = await store.detection.profilePlaces(baseline.model, baseline.digest, asked);
  if (places.length === 0) return;
  const counted = new CountedPlaces(baseline, places);
  for await (const page of store.telemetry.eventsOf(baseline.model, rangeOf(places))) {
    for (const { source, event } of page) {
      if (!counted.has(source, event.event_time) || !belongs(event.model_version, event.event_time)) continue;
      watcher.recall([{ offset: -1, event }]);
      await rest();
    }
    await beat();
  }
}
