// Attacks that are no logs of questions alone: triggers of a backdoor, and questions that cost much. Played by the simulator, watched as they come.
import { calibrate, Watcher } from '@anchorwatch/compromise';
import { decodeTelemetry } from '@anchorwatch/telemetry';
import { attackOf } from '../../apps/simulator/dist/red-team/attacks.js';
import { knowledgeOf } from '../../apps/simulator/dist/red-team/domain.js';
import { rehearse, STEP_MS } from '../../apps/simulator/dist/red-team/rehearsal.js';
import { featureNames, lateRecords } from '../../apps/simulator/dist/red-team/victim/records.js';
import { classNames, fitVictim, readLessons } from '../../apps/simulator/dist/red-team/victim/victim.js';
import { begun, BUDGET } from './calibrated.mjs';

const FROM = Date.UTC(2001, 1, 1);
const EVENTS = 24_000;
const HEALTHY = 10_000;
const BEGINS = 12_000;
const SEED = 1;

/** A row an attack, a cell a mix. */
export async function rehearsalRows(names, mixes) {
  const lessons = await readLessons();
  const records = await lateRecords({ from: FROM, to: FROM + EVENTS * STEP_MS, every: 3 }, lessons.past);
  const thinned = records.filter((_, k) => k % Math.floor(records.length / EVENTS) === 0);
  const knowledge = knowledgeOf(
    featureNames,
    thinned.slice(0, 4_000).map(({ point }) => point),
    classNames.length,
  );
  return names.map((name) => {
    const victim = fitVictim(lessons, attackOf(name), SEED);
    return [name, ...mixes.map((mix) => rehearsed(victim, thinned, knowledge, attackOf(name), mix))];
  });
}

function rehearsed(victim, records, knowledge, attack, { share, accounts }) {
  const plan = {
    model: 'late',
    attack,
    events: EVENTS,
    begins: BEGINS,
    share,
    principals: accounts,
    questions: 2_000,
    from: FROM,
    seed: SEED,
  };
  const all = [...rehearse(victim, records, knowledge, plan)];
  const options = { pseudonymise: (principal) => principal, now: FROM + 1e12, maxFutureMs: 1e12 };
  const lines = all.map(({ event }) => JSON.stringify(event)).join('\n');
  const events = decodeTelemetry(Buffer.from(lines), 'application/x-ndjson', options).map(({ event }, offset) => ({
    offset,
    event,
  }));
  const healthy = events.slice(0, HEALTHY);
  const calibration = calibrate('late', '1', healthy);
  const watcher = new Watcher(calibration, BUDGET);
  watcher.recall(healthy);
  let asked = 0;
  for (let k = HEALTHY; k < EVENTS; k++) {
    if (all[k].attacks) asked++;
    const [signal] = begun(watcher.take(events[k])).filter(
      ({ level, principal, members }) =>
        level === 'pooled' || [principal, ...members].some((name) => /^(account|shell)/.test(name)),
    );
    if (signal && asked === 0) return `false alarm ${signal.bit.name}`;
    if (signal)
      return `${asked} ${signal.bit.name}${signal.level === 'pooled' ? ' of all' : signal.level === 'group' ? ' of a group' : ''}`;
  }
  return `missed ${asked}`;
}
