import { plural } from '../../words/numbers.js';
import { utc } from '../../words/times.js';
import { ValueAxis } from './axes.js';
import { Frame } from './frame.js';
import { placed } from './labels.js';
import { linearScale, ticks } from './scale.js';

export interface RoundBar {
  readonly round: number;
  readonly asked_at: number;
  readonly same: number;
  readonly other: number;
  readonly uncompared: number;
  readonly failed: number;
}

/** From the bottom: what must be seen first. */
const parts = [
  ['other', 'bar-conflict', 'with another answer'],
  ['failed', 'bar-failed', 'failed'],
  ['same', 'bar-window', 'with the same answer'],
  ['uncompared', 'bar-baseline', 'not compared'],
] as const;

/** One standing bar a round, side by side whenever they were asked: how many questions got which kind of answer. */
export function RoundBars({ rounds, label }: { rounds: readonly RoundBar[]; label: string }) {
  const sizeOf = (round: RoundBar): number => parts.reduce((sum, [part]) => sum + round[part], 0);
  const high = Math.max(1, ...rounds.map(sizeOf));
  const ends = [rounds[0], rounds.at(-1)].flatMap((round) => round ?? []);
  return (
    <Frame label={label} height={170}>
      {({ width, height }) => {
        const [left, right, bottom, top] = [46, width - 8, height - 22, 8];
        const x = linearScale([0, rounds.length], [left, right]);
        const y = linearScale([0, high], [bottom, top]);
        const wide = Math.min(28, Math.max(1, x(1) - x(0) - 1));
        return (
          <>
            <ValueAxis ticks={ticks(0, high, 3)} y={y} left={left} right={right} />
            {rounds.map((round, index) => {
              let below = 0;
              return (
                <g key={round.round}>
                  <title>{roundWords(round)}</title>
                  {parts.map(([part, mark]) => {
                    const from = below;
                    below += round[part];
                    return round[part] === 0 ? null : (
                      <rect
                        key={part}
                        className={mark}
                        x={x(index)}
                        width={wide}
                        y={y(below)}
                        height={y(from) - y(below)}
                      />
                    );
                  })}
                </g>
              );
            })}
            <g className="axis">
              {ends.map(({ round, asked_at }, index) => {
                const words = `${round}: ${utc(asked_at).slice(0, 16)}`;
                const at = index === 0 ? left : right;
                return ends.length === 2 && ends[0] === ends[1] && index === 1 ? null : (
                  <text
                    key={index}
                    {...placed(words, index === 0 ? at + words.length * 3.1 : at, right)}
                    y={bottom + 16}
                  >
                    {words}
                  </text>
                );
              })}
            </g>
          </>
        );
      }}
    </Frame>
  );
}

function roundWords(round: RoundBar): string {
  const counts = parts.flatMap(([part, , words]) => (round[part] > 0 ? [`${round[part]} ${words}`] : []));
  return `Round ${round.round}, ${utc(round.asked_at)}: ${counts.join(', ') || plural(0, 'question')}`;
}
