import { linearScale } from './scale.js';

/** A number as a bar of which a first part (grey) is told apart; `most` is the longest bar beside it. */
export function ShareBar({
  whole,
  part,
  most,
  width = 120,
}: {
  whole: number;
  part: number;
  most: number;
  width?: number;
}) {
  const x = linearScale([0, Math.max(most, Number.MIN_VALUE)], [0, width]);
  const cut = x(Math.min(part, whole));
  return (
    <svg className="bullet" width={width} height={12} aria-hidden="true">
      <rect className="bar-baseline" width={cut} height={12} rx={1} />
      <rect className="bar-window" x={cut} width={Math.max(0, x(whole) - cut)} height={12} rx={1} />
    </svg>
  );
}
