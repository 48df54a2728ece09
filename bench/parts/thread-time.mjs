import { readFileSync } from 'node:fs';

const SCHEDSTAT = '/proc/thread-self/schedstat';

/** Seconds that this thread has had a processor: on a busy machine the clock on the wall counts its neighbours too. */
export function threadSeconds() {
  try {
    return Number(readFileSync(SCHEDSTAT, 'utf8').split(' ')[0]) / 1e9;
  } catch {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
}

/** The median of so many runs of a piece of work, in thread seconds; the first two runs warm up and do not count. */
export function medianSeconds(runs, work) {
  const seconds = [];
  for (let run = -2; run < runs; run++) {
    const began = threadSeconds();
    work();
    const took = threadSeconds() - began;
    if (run >= 0) seconds.push(took);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)];
}
