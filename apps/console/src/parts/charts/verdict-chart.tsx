import { useState, type KeyboardEvent } from 'react';
import type { Mark } from '../../data/marks.js';
import type { Verdict } from '../../data/verdicts.js';
import { Frame } from './frame.js';
import { nearest } from './paths.js';
import { effectWords, readingOf, type Effect } from './readings.js';
import { linearScale } from './scale.js';
import { TimeMarks } from './time-marks.js';
import { VerdictMarks } from './verdict-marks.js';

export interface VerdictChartProps {
  /** In the order of time. */
  readonly verdicts: readonly Verdict[];
  readonly effect: Effect;
  readonly marks: readonly Mark[];
  /** End of the window that is shown elsewhere, marked with a line. */
  readonly chosen: number | undefined;
  readonly onChoose: (verdict: Verdict) => void;
  /** The window pointed at, for a reading beside the chart. */
  readonly onPoint: (verdict: Verdict | undefined) => void;
}

/** One effect over time with its noise band and critical value. Arrow keys move over the windows, Enter chooses one. */
export function VerdictChart({ verdicts, effect, marks, chosen, onChoose, onPoint }: VerdictChartProps) {
  const [pointed, setPointed] = useState<number>();
  const known = verdicts.flatMap((verdict) => {
    const reading = readingOf(verdict, effect);
    return reading ? [{ verdict, reading }] : [];
  });
  const readings = known.map(({ reading }) => reading);
  const last = known.length - 1;
  const point = (index: number | undefined): void => {
    setPointed(index);
    onPoint(index === undefined ? undefined : known[index]?.verdict);
  };
  const choose = (): void => {
    const one = pointed === undefined ? undefined : known[pointed];
    if (one) onChoose(one.verdict);
  };
  const press = (event: KeyboardEvent): void => {
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, Home: -last, End: last }[event.key];
    if (move !== undefined) point(Math.min(last, Math.max(0, (pointed ?? last) + move)));
    else if (event.key === 'Enter') choose();
    else return;
    event.preventDefault();
  };
  if (known.length === 0)
    return <p className="empty">Its values have no order, so there is no {effectWords[effect]}.</p>;
  const alarms = readings.filter(({ mark }) => mark === 'alarm').length;
  const label = `${effectWords[effect]} of ${known.length} windows, ${alarms} with an alarm`;
  const [from, to] = [readings[0]?.at ?? 0, readings[last]?.at ?? 0];
  return (
    <div
      className="focusable"
      tabIndex={0}
      role="group"
      aria-label={`${label}; arrow keys move over the windows, Enter shows the window's distribution`}
      onKeyDown={press}
      onBlur={() => point(undefined)}
    >
      <Frame label={label} height={250}>
        {({ width, height }) => {
          const [left, right, bottom] = [48, width - 10, height - 26];
          const x = linearScale([from, to], [left, right]);
          const spots = readings.map(({ at }) => ({ x: x(at), y: 0 }));
          const follow = (clientX: number, box: DOMRect): void => point(nearest(spots, clientX - box.left + left));
          return (
            <>
              <VerdictMarks
                readings={readings}
                x={x}
                left={left}
                right={right}
                bottom={bottom}
                chosen={chosen}
                pointed={pointed}
              />
              <TimeMarks marks={marks} from={from} to={to} x={x} top={18} bottom={bottom} />
              <rect
                className="hit"
                x={left}
                y={0}
                width={Math.max(0, right - left)}
                height={bottom}
                fill="transparent"
                onPointerMove={(event) => follow(event.clientX, event.currentTarget.getBoundingClientRect())}
                onPointerDown={(event) => follow(event.clientX, event.currentTarget.getBoundingClientRect())}
                onPointerLeave={() => point(undefined)}
                onClick={choose}
              />
            </>
          );
        }}
      </Frame>
    </div>
  );
}
