import {
  expireHalf,
  pairHalves,
  type Decoded,
  type Half,
  type HalfBuffer,
  type SettledHalves,
  type StoredHalf,
  type Taken,
} from '@anchorwatch/telemetry';
import type { Heard } from './heard.js';

/** Lets a buffer hear messages in their order, and says what came of all of them together. */
export function takeAll(buffer: HalfBuffer, heard: readonly Heard[]): Taken {
  const taken = heard.flatMap((each) =>
    each.kind === 'half'
      ? [buffer.take(each.half, each.source)]
      : each.positions.map((position) => buffer.hear(position)),
  );
  return {
    pairs: taken.flatMap(({ pairs }) => pairs),
    expired: taken.flatMap(({ expired }) => expired),
    dropped: taken.flatMap(({ dropped }) => dropped),
  };
}

/** The events and rejections that it is told in. */
export function recordsOf({ pairs, expired, dropped }: Taken): readonly Decoded[] {
  return [
    ...pairs.flatMap(({ request, response }) => pairHalves(request, response)),
    ...[...expired, ...dropped].flatMap(expireHalf),
  ];
}

/**
 * What the store must know: of the halves just taken, those that wait; of these and of all that waited before, those
 * that wait no more; how far the sources are. A half that came again after its pair was made waits no more.
 */
export function settledBy(
  buffer: HalfBuffer,
  heard: readonly Heard[],
  { pairs, expired, dropped }: Taken,
): Pick<SettledHalves, 'waiting' | 'done' | 'positions'> {
  const halves = heard.flatMap((each) => (each.kind === 'half' ? [each.half] : []));
  const gone = [...pairs.flatMap(({ request, response }) => [request, response]), ...expired, ...dropped];
  return {
    waiting: halves.flatMap((half) => storedHalf(half, buffer.waitsSince(half)) ?? []),
    done: [...gone, ...halves]
      .filter((half) => buffer.waitsSince(half) === undefined)
      .map(({ model, request_id, side }) => ({ model, request_id, side })),
    positions: buffer.positions,
  };
}

function storedHalf(half: Half, since: number | undefined): StoredHalf | undefined {
  const { model, request_id, side } = half;
  return since === undefined ? undefined : { model, request_id, side, time: since, body: JSON.stringify(half) };
}
