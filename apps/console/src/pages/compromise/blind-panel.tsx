import type { Compromise, WatchPoint } from '../../data/compromise.js';
import { RateChart } from '../../parts/charts/rate-chart.js';
import { Empty } from '../../parts/empty.js';
import { Panel } from '../../parts/panel.js';
import { count, percent, plural } from '../../words/numbers.js';
import { unreadShares } from './unread-shares.js';

interface BlindPanelProps {
  readonly blind: Compromise['blind'];
  readonly latest: Compromise['latest'];
  /** In the order of time. */
  readonly points: readonly WatchPoint[];
}

/** What silence is not worth: detectors that see nothing with this telemetry, questions that were left unread, principals that were let go. */
export function BlindPanel({ blind, latest, points }: BlindPanelProps) {
  const reasons = byReason(blind);
  return (
    <Panel title="What is not seen" note="Silence is only worth something beside this.">
      {latest && <Unread latest={latest} points={points} />}
      <section className="sub-panel">
        <h3>{plural(blind.length, 'blind spot')}</h3>
        {reasons.length === 0 ? (
          <Empty>Every detector sees, at every level.</Empty>
        ) : (
          <dl className="blind">
            {reasons.map(([reason, detectors]) => (
              <div key={reason}>
                <dt>{reason}</dt>
                <dd>{detectors.join(', ')}</dd>
              </div>
            ))}
          </dl>
        )}
      </section>
    </Panel>
  );
}

function Unread({ latest, points }: { latest: NonNullable<Compromise['latest']>; points: readonly WatchPoint[] }) {
  const { questions, scored, summary } = latest;
  const shares = unreadShares(points);
  const letGo = summary.levels.filter(({ dropped }) => dropped > 0);
  return (
    <>
      <p>
        {questions === scored
          ? `All ${count(questions)} questions were read by every detector.`
          : `${count(questions - scored)} of ${count(questions)} questions were not read, because that would have cost more computation than the budget lets pass.`}{' '}
        {letGo.length > 0 &&
          `Let go, because more asked than can be remembered: ${letGo
            .map(({ level, dropped }) => `${count(dropped)} by ${level}`)
            .join(', ')}.`}
      </p>
      {questions > scored && shares.length > 0 && (
        <figure className="tile drawn-wide">
          <figcaption className="note">Share of the questions of each hour that was not read</figcaption>
          <RateChart
            points={shares}
            from={points[0]?.at ?? 0}
            to={points.at(-1)?.at ?? 0}
            label={`Unread questions by the hour, last ${percent(shares.at(-1)?.share ?? 0)}`}
          />
        </figure>
      )}
    </>
  );
}

/** What shares a reason stands together. */
function byReason(blind: Compromise['blind']): readonly (readonly [string, readonly string[]])[] {
  const reasons = new Map<string, string[]>();
  for (const { detector, reason } of blind) reasons.set(reason, [...(reasons.get(reason) ?? []), detector]);
  return [...reasons];
}
