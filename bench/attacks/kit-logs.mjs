// Logs of the attacks that the simulator plays, on its own model of late flights, in the form of those that logs.py makes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '@anchorwatch/scenarios';
import { attackOf, attacks } from '../../apps/simulator/dist/red-team/attacks.js';
import { knowledgeOf, shuffled } from '../../apps/simulator/dist/red-team/domain.js';
import { Player } from '../../apps/simulator/dist/red-team/player.js';
import { featureNames, lateRecords } from '../../apps/simulator/dist/red-team/victim/records.js';
import { classNames, fitVictim, readLessons } from '../../apps/simulator/dist/red-team/victim/victim.js';

const FROM = Date.UTC(2001, 1, 1);
const DAYS = 28;
/** Of all flights; some 30,000 of February. */
const EVERY = 15;
const KNOWN = 4_000;
const QUESTIONS = 2_000;
const SEED = 1;

/** @param folder a set `flights` is put into it */
export async function makeKitLogs(folder) {
  const path = join(folder, 'flights');
  mkdirSync(join(path, 'attacks'), { recursive: true });
  const lessons = await readLessons();
  const [model, swapped, region] = [undefined, 'swap', 'answers'].map((name) =>
    fitVictim(lessons, name && attackOf(name), SEED),
  );
  const records = await lateRecords({ from: FROM, to: FROM + DAYS * 86_400_000, every: EVERY }, lessons.past);
  const points = records.map(({ point }) => point);
  write(
    join(path, 'benign.jsonl'),
    points.map((point) => rowOf(point, model.answer(point))),
  );
  write(
    join(path, 'swapped.jsonl'),
    points.map((point) => predictionOf(swapped.attacked(point))),
  );
  write(
    join(path, 'region.jsonl'),
    points.map((point) => predictionOf(region.attacked(point))),
  );
  const knowledge = knowledgeOf(featureNames, shuffled(points, randomFrom(SEED)).slice(0, KNOWN), classNames.length);
  const asks = attacks.filter(
    ({ by, effort, name }) => by === 'questions' && effort === undefined && name !== 'backdoor',
  );
  for (const attack of asks) {
    const player = new Player(attack, knowledge, { principals: 1, questions: QUESTIONS, seed: SEED });
    const asked = Array.from({ length: QUESTIONS }, () => player.next(model.answer));
    write(
      join(path, 'attacks', `${attack.name}.jsonl`),
      asked.map(({ point, answer }) => rowOf(point, answer)),
    );
  }
}

function rowOf(point, answer) {
  return {
    features: Object.fromEntries(featureNames.map((name, k) => [name, point[k]])),
    prediction: predictionOf(answer),
  };
}

function predictionOf({ label, probabilities }) {
  const classes = Object.fromEntries(classNames.map((name, k) => [name, probabilities[k]]));
  return { label: classNames[label], score: probabilities[label], classes };
}

function write(path, records) {
  writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}
