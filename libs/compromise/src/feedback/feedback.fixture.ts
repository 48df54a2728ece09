import { answerOf, asked, Chance, names } from '../traffic.fixture.js';
import type { LabelledQuestion } from './labelled-question.js';

/** What a label becomes: by its source, its place and the truth. */
export type Change = (source: string, at: number, truth: string, chance: Chance) => Partial<LabelledQuestion['label']>;

const sources = 12;

/**
 * Healthy labels by twelve sources who err in up to 4 % of theirs: of questions to a model that is right in nine of ten. Each prefers a corner.
 *
 * @param change goes over each label
 * @param moved share of all the truths that are other ones now, whoever labels
 */
export function labels(
  seed: number,
  from: number,
  n: number,
  change: Change = () => ({}),
  moved = 0,
): LabelledQuestion[] {
  const chance = new Chance(seed);
  const errs = Array.from({ length: sources }, (_, k) => (0.04 * ((k * 7) % sources)) / sources);
  return Array.from({ length: n }, (_, k) => {
    const who = Math.floor(sources * chance.uniform() ** 1.5);
    const features = Object.fromEntries(
      names.map((name, at) => [name, Number((chance.normal() + 0.3 * Math.sin(who + at)).toFixed(4))]),
    );
    const yes = answerOf(features).classes!['yes']!;
    const isYes = chance.uniform() < yes ** 3 / (yes ** 3 + (1 - yes) ** 3);
    const isOther = chance.uniform() < errs[who]! !== chance.uniform() < moved;
    const truth = isYes === isOther ? 'no' : 'yes';
    const at = from + k;
    const { event } = asked(at, { key: 'k' }, features);
    const { tenant, model, request_id, row, event_id } = event;
    const label = { tenant, model, request_id, row, event_id, label_time: at * 1_000, weight: 1, source: `s${who}` };
    return {
      offset: at,
      time: at * 1_000,
      event,
      label: { ...label, label: truth, ...change(`s${who}`, at, truth, chance) },
    };
  });
}

export function other(truth: string): string {
  return truth === 'yes' ? 'no' : 'yes';
}
