import type { Infrastructure } from '../infra/infrastructure.js';
import { labelBlindness } from './blindness.js';
import { FeedbackStream, type RecordedFeedback } from './feedback-stream.js';
import { labelledBelow, readyTicks } from './ready-ticks.js';
import type { RegisterView } from './register-view.js';
import { labelShareOf } from './watch-budget.js';
import type { WatchedStrand } from './watched-strand.js';

/** Who labels what. */
export function labelStrand(infrastructure: Infrastructure, register: RegisterView): WatchedStrand<RecordedFeedback> {
  const { store, config, pseudonymise, metrics, log } = infrastructure;
  return {
    name: 'feedback',

    async open(baseline) {
      const { model, digest, feedback } = baseline;
      // Most baselines are made without labels that name their source: nothing is amiss there.
      if (feedback === undefined) return '';
      const reason = labelBlindness(baseline);
      if (reason !== undefined) return reason;
      const calibration = await store.feedback.calibration(digest);
      if (calibration === undefined) return 'the calibration of its labels is not in the store';
      const { alarms_per_week } = config.detection;
      return FeedbackStream.open({
        baseline,
        calibration,
        store,
        salt: pseudonymise('labels that are read'),
        shareAt: (tick) => labelShareOf({ models: register.models(), alarms_per_week }, baseline, calibration, tick),
        belongs: (version, time) => register.baselineOf(model, version, time)?.digest === digest,
        refused: (why) => log.warn({ model, baseline: digest, reason: why }, 'a watcher begins with an empty memory'),
      });
    },

    async ready(baseline) {
      const labels = await readyTicks(infrastructure, baseline, 'labels');
      const events = await labelledBelow(infrastructure, baseline);
      // A label may be about any event before the end of its tick.
      return { below: Math.min(labels, events), soon: events < labels };
    },

    measure({ model }, { ticks, state }) {
      const labels = ticks.reduce((sum, tick) => sum + tick.questions, 0);
      const read = ticks.reduce((sum, tick) => sum + tick.scored, 0);
      metrics.labelsRead.inc({ model }, read);
      metrics.labelsUnread.inc({ model }, labels - read);
      metrics.sourcesLetGo.set({ model }, state.sources_let_go);
    },
  };
}
