// Whether the exposure that is stated of a thief who asks in-distribution is the true one.
import { fitBoosted } from '../../apps/simulator/dist/red-team/victim/boosted.js';
import { pointOf } from '../../libs/compromise/dist/space.js';
import { learn } from '../../libs/compromise/dist/exposure/surrogate.js';
import { calibrationOf } from './calibrated.mjs';
import { campaign } from './campaigns.mjs';
import { readAttack } from './logs.mjs';

const THIEF = { trees: 60, depth: 4, rate: 0.2 };

/** One row: what the watcher states of the account, and how copies from the same answers really do on all benign questions that were not asked. */
export function exposureRow(set, attack, questions) {
  // What it asked has to be kept out of what the copies are tried on.
  const asked = readAttack(set, attack).slice(0, questions);
  const result = campaign(set, attack, { share: 0.1, accounts: 1 }, questions);
  if (result?.watcher === undefined) return [set.name, attack, questions, `found as ${result?.by}`, '', ''];
  const stated = result.watcher.exposures().find(({ principal }) => principal === 'account0');
  if (stated === undefined) return [set.name, attack, questions, 'not among the twenty', '', ''];
  const { space } = calibrationOf(set, 1);
  const keys = new Set(asked.map(({ features }) => JSON.stringify(features)));
  const unasked = set.benign.filter(({ features }) => !keys.has(JSON.stringify(features)));
  const names = [...new Set(set.benign.map(({ prediction: { label } }) => label))].sort();
  const points = asked.map((row) => [...pointOf(space, row)]);
  const same = learn({ points, classes: asked.map(({ prediction: { label } }) => names.indexOf(label)) }, names.length);
  const better = fitBoosted(
    points,
    asked.map(({ prediction: { label } }) => label === names[1]),
    THIEF,
  );
  const share = (copy) =>
    unasked.filter((row) => copy(pointOf(space, row)) === names.indexOf(row.prediction.label)).length / unasked.length;
  const [own, thief] = [share(same), share((point) => (better.score(point) > 0.5 ? 1 : 0))];
  const percent = (value) => (100 * value).toFixed(1);
  const rank =
    result.watcher
      .exposures()
      .filter(({ level }) => level === 'key')
      .findIndex(({ principal }) => principal === 'account0') + 1;
  return [
    set.name,
    attack,
    questions,
    `${percent(stated.fidelity)} (${percent(stated.low)} to ${percent(stated.high)})`,
    percent(own),
    percent(thief),
    rank,
  ];
}
