import type { Compromise, RepeatStretch, WatchSummary } from '../../data/compromise.js';
import { RepeatBars, type RepeatBar } from '../../parts/charts/repeat-bars.js';
import { Empty } from '../../parts/empty.js';
import { Legend } from '../../parts/legend.js';
import { Panel } from '../../parts/panel.js';
import { count, percent } from '../../words/numbers.js';
import { blindTo } from './blind-to.js';

interface RepeatsPanelProps {
  readonly repeats: WatchSummary['repeats'];
  /** Event time of the last question. */
  readonly last: number;
  readonly blind: Compromise['blind'];
}

/** Questions that were asked before, over time, and those of them that got another answer under the same version. */
export function RepeatsPanel({ repeats, last, blind }: RepeatsPanelProps) {
  return (
    <Panel
      title="Same question, other answer"
      note={
        repeats && repeats.repeats > 0
          ? `${count(repeats.repeats)} questions were asked before, of the last million; ${count(repeats.conflicts)} of them (${percent(
              repeats.conflicts / repeats.repeats,
            )}) got another answer under the same version.`
          : undefined
      }
    >
      {repeats === null ? (
        <Empty>
          Blind: {blindTo(blind, ['conflict']) || 'it is not watched whether the same question gets the same answer'}.
        </Empty>
      ) : repeats.repeats === 0 ? (
        <Empty>
          No question has been asked a second time yet, so nothing is known of whether answers stay the same.
        </Empty>
      ) : (
        <>
          <RepeatBars
            bars={barsOf(repeats.over_time, last)}
            label={`Questions asked before, over time: ${repeats.repeats}, ${repeats.conflicts} with another answer`}
          />
          <Legend
            entries={[
              { mark: 'swatch-baseline', words: 'asked before' },
              { mark: 'swatch-conflict', words: 'got another answer' },
            ]}
          />
        </>
      )}
    </Panel>
  );
}

/** Stretches lie side by side: each ends where the next begins. */
function barsOf(stretches: readonly RepeatStretch[], last: number): readonly RepeatBar[] {
  return stretches.map(({ first, repeats, conflicts }, index) => ({
    from: first.time,
    to: stretches[index + 1]?.first.time ?? Math.max(last, first.time + 1),
    repeats,
    conflicts,
  }));
}
