import type { Infrastructure } from '../infra/infrastructure.js';
import { blindness } from './blindness.js';
import { readyTicks } from './ready-ticks.js';
import type { RegisterView } from './register-view.js';
import { watchShareOf } from './watch-budget.js';
import { WatchedStream, type Recorded } from './watched-stream.js';
import type { WatchedStrand } from './watched-strand.js';

const HOUR_MS = 3_600_000;

/** Who asks what. */
export function questionStrand(infrastructure: Infrastructure, register: RegisterView): WatchedStrand<Recorded> {
  const { store, config, pseudonymise, metrics, log } = infrastructure;
  /** By model: the hour of event time in which it was last said that not all questions are read. */
  const told = new Map<string, number>();
  return {
    name: 'compromise',

    async open(baseline, beat) {
      const { model, digest } = baseline;
      const reason = blindness(baseline);
      if (reason !== undefined) return reason;
      const calibration = await store.compromise.calibration(digest);
      if (calibration === undefined) return 'its calibration is not in the store';
      const { alarms_per_week } = config.detection;
      const { questions_per_second } = config.compromise;
      return WatchedStream.open(
        {
          baseline,
          calibration,
          store,
          salt: pseudonymise('questions that are read'),
          shareAt: (tick) => {
            const terms = { models: register.models(), alarms_per_week, questions_per_second };
            return watchShareOf(terms, baseline, calibration, tick);
          },
          belongs: (version, time) => register.baselineOf(model, version, time)?.digest === digest,
          refused: (reason) => log.warn({ model, baseline: digest, reason }, 'a watcher begins with an empty memory'),
        },
        beat,
      );
    },

    async ready(baseline) {
      return { below: await readyTicks(infrastructure, baseline, 'events'), soon: false };
    },

    measure({ model, digest }, { ticks, state }) {
      const questions = ticks.reduce((sum, tick) => sum + tick.questions, 0);
      const unscored = ticks.reduce((sum, tick) => sum + tick.questions - tick.scored, 0);
      metrics.questionsWatched.inc({ model }, questions - unscored);
      metrics.questionsUnscored.inc({ model }, unscored);
      metrics.principalsLetGo.set({ model }, state.principals_let_go);
      const hour = Math.floor((ticks.at(-1)?.to ?? 0) / HOUR_MS);
      if (unscored === 0 || told.get(model) === hour) return;
      // Once an hour of event time: it may go on for long.
      told.set(model, hour);
      log.warn({ model, baseline: digest, questions, unscored }, 'more questions than are read for compromise');
    },
  };
}
