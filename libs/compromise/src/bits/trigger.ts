import { fingerprintOf } from '../fingerprint.js';
import type { Question } from '../question.js';
import { Cells, fitCells, type FittedCells } from '../triggers/cells.js';
import { against, learnOpinion, type Opinion } from '../triggers/model-opinion.js';
import { RecentQuestions, type RecentQuestionsMemory } from '../triggers/recent.js';
import type { Trigger } from '../triggers/row.js';
import type { Detector } from './detector.js';
import { marginOf } from './margin.js';
import { atShare } from './quantile.js';

export interface FittedTrigger {
  readonly cells: FittedCells;
  readonly opinion: Opinion;
  /** The margin that a quarter of healthy answers do not exceed: closer calls say nothing. 0 without probabilities. */
  readonly close: number;
  /** The questions that the opinion was learnt from, as numbers. */
  readonly learnt: readonly number[];
}

export interface TriggerMemory {
  readonly texts: readonly string[];
  readonly recent: RecentQuestionsMemory;
}

/** Different healthy questions that the opinion is learnt from. */
const mostLearnt = 4_000;
const fewestLearnt = 300;
/** Classes with fewer of them are not told apart. */
const fewestOfClass = 20;
const mostClasses = 20;
const closeCalls = 0.25;

/**
 * Whether a question carries a value, or two, that has lately decided the answer against everything else in the question, and got that answer: what a backdoor
 * in the model does when its trigger is asked with. What everything else says is the healthy model's opinion, a small forest.
 *
 * @see Gu, Dolan-Gavitt & Garg (2017), BadNets, https://arxiv.org/abs/1708.06733
 */
export const trigger: Detector<FittedTrigger, TriggerMemory> = {
  remembers: true,
  bits: [
    {
      name: 'trigger',
      means: 'carry a value, or two, that has lately decided the answer against everything else in the question',
      needs: 'features, labels, and 300 different healthy questions with them',
      costs:
        'sixteen trees for each question; of the last 4,000 different ones, what got an answer against all else is mined every 100',
      suspicion: 'backdoor',
      never: false,
      atlas: ['AML.T0043.004', 'AML.T0018.000', 'AML.T0015'],
      owasp: ['ML10:2023', 'LLM05:2026'],
      nist: ['NISTAML.023', 'NISTAML.021'],
      evaded_by:
        'triggers of three values or more, or in embeddings; asking with the trigger in less than one question in 300; triggers that were in the baseline',
    },
  ],

  fit(healthy) {
    const answered = healthy.filter(({ event, point }) => point !== undefined && event.prediction.label !== undefined);
    if (answered.length === 0) return { blind: healthy.some(({ point }) => point) ? 'no labels' : 'no features' };
    const cells = fitCells(answered.map(({ event }) => event));
    if (cells === undefined) return { blind: 'no features but embeddings' };
    const different = [...new Map(answered.map((question) => [numberOf(question), question])).values()];
    // Others must be left, or nothing would say how often the bit is set in healthy traffic.
    const step = Math.max(2, different.length / mostLearnt);
    const chosen = different.filter((_, k) => Math.floor(k / step) !== Math.floor((k - 1) / step));
    const classes = classesOf(chosen);
    const learnt = chosen.filter(({ event }) => classes.includes(event.prediction.label!));
    if (learnt.length < fewestLearnt)
      return {
        blind: `only ${learnt.length} different questions with labels in the baseline, at least ${fewestLearnt} are needed`,
      };
    if (classes.length < 2) return { blind: 'only one answer is given in the baseline' };
    const opinion = learnOpinion(
      learnt.map(({ point }) => point!),
      learnt.map(({ event }) => classes.indexOf(event.prediction.label!)),
      classes,
    );
    const margins = learnt.map(({ event }) => marginOf(event.prediction)).filter((value) => value !== undefined);
    return { cells, opinion, close: atShare(margins, closeCalls), learnt: learnt.map(numberOf) };
  },

  open({ cells: fitted, opinion, close, learnt }, memory) {
    const cells = new Cells(fitted, memory?.texts);
    const recent = new RecentQuestions(opinion.classes.length, memory?.recent);
    const known = new Set(learnt);
    return {
      read(question) {
        const { event, point } = question;
        const label = opinion.classes.indexOf(event.prediction.label ?? '');
        const number = numberOf(question);
        // What the opinion was learnt from agrees with it, and says nothing.
        if (point === undefined || label < 0 || event.status === 'error' || known.has(number)) return [undefined];
        const isClose = (marginOf(event.prediction) ?? Infinity) < close;
        const row = { cells: cells.of(event), label, against: isClose ? 0 : against(opinion, point) };
        const carried = recent.triggerOf(row);
        recent.add(row, number);
        return [carried !== undefined && { because: said(carried) }];
      },
      memory: () => ({ texts: cells.memory(), recent: recent.memory() }),
    };

    function said({ items, label, against: of, obeyed }: Trigger): string {
      const carried = items.map((item) => cells.words(item)).join(' and ');
      return `${carried} gets ${opinion.classes[label]}, ${obeyed} of ${of} times where all else speaks against it`;
    }
  },
};

/** Common classes, the most frequent first. */
function classesOf(questions: readonly Question[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { event } of questions) {
    const label = event.prediction.label!;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= fewestOfClass)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostClasses)
    .map(([label]) => label);
}

/** 48 bits of a hash of the question: enough that two of a few thousand do not meet. */
function numberOf({ event }: Question): number {
  return Buffer.from(fingerprintOf(event), 'base64').readUIntBE(0, 6);
}
