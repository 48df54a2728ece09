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

/** The kernel brings its clock forward every few milliseconds: what takes less than this is done again until it has. */
const LEAST_SECONDS = 0.2;

/** The median of so many runs of a piece of work, in thread seconds; two runs before them warm up and do not count. */
export function medianSeconds(runs, work) {
  const seconds = [];
  for (let run = -2; run < runs; run++) {
    const began = threadSeconds();
    let [took, times] = [0, 0];
    while (took < LEAST_SECONDS && times < 1_000) {
      work();
      times++;
      took = threadSeconds() - began;
    }
    if (run >= 0) seconds.push(took / times);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)];
}
