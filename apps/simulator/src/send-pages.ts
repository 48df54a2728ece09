import { setTimeout as pause } from 'node:timers/promises';
import type { Sender } from './sender.js';
import type { Page } from './traffic.js';

/** How far sending has come. */
export interface Sent {
  readonly events: number;
  readonly labels: number;
  /** Event time. */
  readonly up_to: number;
}

/** When what is sent begins and ends, event time, and at how many seconds of it in a second. */
export interface Pace {
  readonly from: number;
  readonly to: number;
  readonly speed: number;
}

/** So far beyond the end its last windows are closed: more than the lateness that the server allows by default. */
const BEYOND_MS = 10 * 60_000;

/** Sends page by page, with a watermark after each, and makes the next page while one is under way. */
export async function sendPages(
  pages: AsyncIterable<Page>,
  { from, to, speed }: Pace,
  sender: Sender,
  progress: (sent: Sent) => void,
): Promise<Sent> {
  const began = performance.now();
  let sent: Sent = { events: 0, labels: 0, up_to: from };
  let underWay: Promise<void> = Promise.resolve();
  const send = async ({ events, labels, upTo }: Page): Promise<void> => {
    await sender.send({ events, labels });
    await sender.watermark(upTo);
    sent = { events: sent.events + events.length, labels: sent.labels + labels.length, up_to: upTo };
    progress(sent);
  };
  for await (const page of pages) {
    await underWay;
    const aheadMs = (page.upTo - from) / speed - (performance.now() - began);
    if (aheadMs > 0) await pause(aheadMs);
    underWay = send(page);
    // Its failure is met by the next await, not by the process.
    underWay.catch(() => undefined);
  }
  await underWay;
  await sender.watermark(to + BEYOND_MS);
  return { ...sent, up_to: to };
}
