import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Judge, policyFor } from '@anchorwatch/detection';
import { tickCounter } from './column-ticks.mjs';
import { baselineOfColumns, columns } from './speed-data.mjs';
import { threadSeconds } from './thread-time.mjs';

const REFERENCE = 5_000;
const TICK = 20;
const DIFFERENT = 50;
/** Windows of up to 128 ticks are all full, and the longest of them ends every 16 ticks. */
const WARM = 256;
const ROUND = 16;
const PREPARED = 1_024;

/** What judging one tick of so many subjects takes: on average, and where a window of every length ends. */
export async function tickOfMany(subjects, runs) {
  const { baseline, policy, profilesAt } = await world(subjects);
  const lines = [`A tick of ${subjects} subjects judged, in milliseconds`];
  for (const [name, verdicts] of [
    ['every verdict in full', 'all'],
    ['verdicts that findings need', 'surprising'],
  ]) {
    const judge = new Judge({ baseline, feed: 'events', policy, verdicts });
    let tick = 0;
    while (tick < WARM) judge.take(tick, profilesAt(tick++));
    let made = 0;
    const rounds = Array.from({ length: 4 * runs }, () => {
      const profiles = Array.from({ length: ROUND }, (_, k) => profilesAt(tick + k));
      const began = threadSeconds();
      for (let k = 0; k < ROUND - 1; k++) judge.take(tick++, profiles[k]);
      const last = performance.now();
      made = judge.take(tick++, profiles[ROUND - 1]).verdicts.length;
      return { mean: (1e3 * (threadSeconds() - began)) / ROUND, last: performance.now() - last };
    });
    const lasts = rounds.map(({ last }) => last);
    const shown = [median(rounds.map(({ mean }) => mean)), median(lasts), Math.min(...lasts)].map((ms) =>
      ms.toFixed(1),
    );
    lines.push(
      `${name.padEnd(44)}${shown[0].padStart(8)} on average; where windows of all lengths end ${shown[1]}, at best ${shown[2]} by the clock on the wall (${made} verdicts)`,
    );
  }
  return lines;
}

/** Bytes of a series and of one subject of a baseline: what so many of them add to the heap. */
export async function memory(subjects) {
  const { baseline, policy, profilesAt } = await world(subjects);
  const text = JSON.stringify(baseline);
  const before = bytesInUse();
  const own = JSON.parse(text);
  const withBaseline = bytesInUse();
  const judge = new Judge({ baseline: own, feed: 'events', policy });
  for (let tick = 0; tick < WARM; tick++) judge.take(tick, profilesAt(tick));
  const withJudge = bytesInUse();
  const each = (bytes) => `${(bytes / subjects / 1e3).toFixed(1).padStart(8)} kB`;
  const scales = 8;
  return [
    `Memory of one of ${own.subjects.length} subjects, 60 bins, ${scales} window lengths, after ${WARM} ticks (tick ${judge.judgement().tick})`,
    `${'subject of a baseline'.padEnd(44)}${each(withBaseline - before)} (${(text.length / subjects / 1e3).toFixed(1)} kB as JSON)`,
    `${'series of a judge'.padEnd(44)}${each(withJudge - withBaseline)}`,
  ];
}

/** A baseline of so many numeric subjects, and healthy ticks of them. */
async function world(subjects) {
  const names = Array.from({ length: DIFFERENT }, (_, k) => `column_${k}`);
  const made = await baselineOfColumns(columns(DIFFERENT, REFERENCE, 3), names, REFERENCE, TICK, false);
  const numeric = made.subjects.filter(({ ordered }) => ordered);
  const baseline = {
    ...made,
    subjects: Array.from({ length: subjects }, (_, k) => ({
      ...structuredClone(numeric[k % numeric.length]),
      subject: `subject_${k}`,
    })),
  };
  const policy = policyFor({ baseline, feed: 'events', alarms_per_scan: 0.05, ticks: 1_000 });
  const live = columns(DIFFERENT, PREPARED * TICK, 4);
  const places = new Map(baseline.subjects.map(({ subject }, k) => [subject, live[k % DIFFERENT]]));
  const count = tickCounter(baseline, (subject) => places.get(subject));
  const profilesAt = (tick) => {
    const first = (tick % PREPARED) * TICK;
    return count(tick, first, first + TICK).map((profile) => ({ ...profile, counts: profile.counts.slice() }));
  };
  return { baseline, policy, profilesAt };
}

let collect;

/** Bytes that are still needed, those outside the heap included. */
function bytesInUse() {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc');
  }
  for (let pass = 0; pass < 3; pass++) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
