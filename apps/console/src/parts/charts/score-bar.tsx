import { rootScale } from './scale.js';

/** A score as a bar, of which the part that chance reaches is grey; on a square-root scale, because one is often far beyond the rest. */
export function ScoreBar({
  score,
  chance,
  most,
  width = 90,
}: {
  score: number;
  chance: number;
  most: number;
  width?: number;
}) {
  const x = rootScale(Math.max(most, 2 * chance), [0, width]);
  const cut = x(Math.min(chance, score));
  return (
    <svg className="bullet score-bar" width={width} height={12} aria-hidden="true">
      <rect className="bar-baseline" width={cut} height={12} rx={1} />
      <rect className="dot-alarming" x={cut} width={Math.max(0, x(score) - cut)} height={12} rx={1} />
    </svg>
  );
}
