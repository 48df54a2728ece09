// Attackers who know what the detectors say of themselves, and what it costs them to stay unseen.
import { attackOf } from '../../apps/simulator/dist/red-team/attacks.js';
import { difference, knowledgeOf, lengthOf, someRecord } from '../../apps/simulator/dist/red-team/domain.js';
import { Player } from '../../apps/simulator/dist/red-team/player.js';
import { fitBoosted } from '../../apps/simulator/dist/red-team/victim/boosted.js';
import { featureNames } from '../../apps/simulator/dist/red-team/victim/records.js';
import { classNames, fitVictim, readLessons } from '../../apps/simulator/dist/red-team/victim/victim.js';
import { campaignOf } from './campaigns.mjs';

const QUESTIONS = 2_000;
const THIEF = { trees: 60, depth: 4, rate: 0.2 };
const SEED = 1;

/** Mixes ordinary records into an attack: this share of all questions. They are answered like any, and the attack does not see those answers. */
function decoyed(attack, share) {
  return {
    ...attack,
    *ask(knowledge, random) {
      const asking = attack.ask(knowledge, random);
      let answer;
      for (;;) {
        while (random() < share) yield someRecord(knowledge, random);
        answer = yield (answer === undefined ? asking.next() : asking.next(answer)).value;
      }
    },
  };
}

const mixes = {
  all: { share: 0.1, accounts: 1 },
  spread: { share: 0.1, accounts: 1000 },
  slow: { share: 0.01, accounts: 1 },
  both: { share: 0.01, accounts: 1000 },
};

/** @param set the kit's own: `flights` */
export async function knowingRows(set) {
  const victim = fitVictim(await readLessons(), undefined, SEED);
  const points = set.benign.map(({ features }) => featureNames.map((name) => features[name]));
  const knowledge = knowledgeOf(featureNames, points.slice(0, 4_000), classNames.length);
  const labels = set.benign.map(({ prediction: { label } }) => classNames.indexOf(label));
  const play = (attack, questions = QUESTIONS) => {
    const player = new Player(attack, knowledge, { principals: 1, questions, seed: SEED });
    return Array.from({ length: questions }, () => player.next(victim.answer));
  };
  const rowsOf = (asked) =>
    asked.map(({ point, answer: { label, probabilities } }) => ({
      features: Object.fromEntries(featureNames.map((name, k) => [name, point[k]])),
      prediction: {
        label: classNames[label],
        score: probabilities[label],
        classes: Object.fromEntries(classNames.map((name, k) => [name, probabilities[k]])),
      },
    }));
  const found = (asked) => Object.values(mixes).map((mix) => said(campaignOf(set, rowsOf(asked), mix)));

  const fidelity = (asked) => {
    const copy = fitBoosted(
      asked.map(({ point }) => [...point]),
      asked.map(({ answer }) => answer.label === 1),
      THIEF,
    );
    // The attacker's records are the first of the stream: the copy is tried on the rest.
    const rest = points.slice(4_000);
    return `${((100 * rest.filter((point, k) => (copy.score(point) > 0.5 ? 1 : 0) === labels[4_000 + k]).length) / rest.length).toFixed(0)}`;
  };
  const thieves = [
    ['uniform', attackOf('uniform')],
    ['uniform, 9 of 10 questions ordinary', decoyed(attackOf('uniform'), 0.9)],
    ['active', attackOf('active')],
    ['active, half of the questions ordinary', decoyed(attackOf('active'), 0.5)],
    ['active, 9 of 10 questions ordinary', decoyed(attackOf('active'), 0.9)],
    ['knockoff', attackOf('knockoff')],
  ].map(([name, attack]) => {
    const asked = play(attack);
    return [name, ...[100, 500, QUESTIONS].map((most) => fidelity(asked.slice(0, most))), ...found(asked)];
  });
  const evaders = [
    ['hopskipjump', attackOf('hopskipjump')],
    ['hopskipjump, half of the questions ordinary', decoyed(attackOf('hopskipjump'), 0.5)],
    ['hopskipjump, 9 of 10 questions ordinary', decoyed(attackOf('hopskipjump'), 0.9)],
    ['hopskipjump, 49 of 50 questions ordinary', decoyed(attackOf('hopskipjump'), 0.98)],
    ['coordinate', attackOf('coordinate')],
    ['coordinate, 9 of 10 questions ordinary', decoyed(attackOf('coordinate'), 0.9)],
  ].map(([name, attack]) => {
    const asked = play(attack);
    return [name, flips(asked, knowledge), ...found(asked)];
  });
  return {
    thieves,
    evaders,
    mixes: Object.values(mixes).map(({ share, accounts }) => `${100 * share} % from ${accounts}`),
  };
}

/** Questions a changed answer nearer than half a standard deviation to a question that was answered otherwise. */
function flips(asked, knowledge) {
  let count = 0;
  for (const [k, { point, answer }] of asked.entries()) {
    const near = asked
      .slice(Math.max(0, k - 400), k)
      .some(
        (before) => before.answer.label !== answer.label && lengthOf(difference(before.point, point, knowledge)) < 0.5,
      );
    if (near) count++;
  }
  return count === 0 ? 'none' : (asked.length / count).toFixed(0);
}

function said({ found, asked, by }) {
  return found === undefined ? `not in ${asked}` : `${found} ${by}`;
}
