import { digestOf, type Finding } from '@anchorwatch/detection';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import type { GoldenQuestion } from '../asking.js';
import { questionOf } from '../choose-golden.js';
import { blends } from './blends.js';
import { fewestHealthy } from './boundary-of.js';
import { fewestSuspected } from './judge-strip.js';
import { signOf, type Sign } from './sign-of.js';
import { isSettled, type Features, type StripQuestion } from './strip-question.js';
import { withoutSign } from './without-sign.js';

/** Suspected questions of one finding. */
export const mostSuspected = 20;
const mostHealthy = 60;

/** Healthy questions that copies are made of: those spread over the traffic, and not those chosen for being close calls. */
export function healthyQuestions(golden: readonly GoldenQuestion[]): readonly GoldenQuestion[] {
  return golden.filter(({ choice, answer }) => choice === 'spread' && answer?.label !== undefined);
}

/**
 * Which questions are asked, in copies, because of a finding: of the suspected ones twenty, the latest, and sixty healthy ones, first those that got the suspected answer,
 * since others would keep theirs as often as theirs is common.
 *
 * @param suspected events that the finding gives as examples, and others that bear the same sign and got the same answer
 * @param golden the baseline's
 * @returns the questions, or in words why none can be asked
 */
export function planStrip(
  finding: Pick<Finding, 'id' | 'model' | 'baseline'>,
  suspected: readonly InferenceEvent[],
  golden: readonly GoldenQuestion[],
  planned_at: number,
): readonly StripQuestion[] | string {
  const healthy = healthyQuestions(golden);
  const found = different(suspected);
  if (found.size < fewestSuspected)
    return `only ${found.size} different suspected questions are stored, at least ${fewestSuspected} are needed`;
  const sign = signOfEvents([...found.values()], golden);
  if (sign === undefined) return 'suspected questions have no value in common that healthy ones have not';
  const label = answerOf([...found.values()]);
  const others = healthy.filter(({ question, features }) => !found.has(question) && !sign.isCarriedBy(features));
  if (others.length < fewestHealthy)
    return `only ${others.length} healthy questions with labels are stored, at least ${fewestHealthy} are needed`;
  const first = [...others].sort(
    (a, b) =>
      Number(b.answer?.label === label) - Number(a.answer?.label === label) || (a.question < b.question ? -1 : 1),
  );
  const { id, model, baseline } = finding;
  const row = (question: string, healthy: boolean, event_id: string, features: Features): StripQuestion => ({
    model,
    baseline,
    finding: id,
    question,
    healthy,
    event_id,
    features,
    kept: sign.features,
    planned_at,
    attempts: 0,
    asked_at: 0,
    model_version: '',
    answers: [],
    failure: '',
    reason: '',
  });
  return [
    ...[...found]
      .slice(-mostSuspected)
      .map(([question, { event_id, features }]) => row(question, false, event_id, features)),
    ...first.slice(0, mostHealthy).map(({ question, event_id, features }) => row(question, true, event_id, features)),
  ];
}

/** The sign of suspected events beside the baseline's healthy questions. */
export function signOfEvents(
  suspected: readonly InferenceEvent[],
  golden: readonly GoldenQuestion[],
): Sign | undefined {
  return signOf(
    suspected.map(({ features }) => features),
    healthyQuestions(golden).map(({ features }) => features),
  );
}

/** The label that most of the events got; '' of none. */
export function answerOf(events: readonly InferenceEvent[]): string {
  const counts = new Map<string, number>();
  for (const { prediction } of events)
    if (prediction.label !== undefined) counts.set(prediction.label, (counts.get(prediction.label) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}

/**
 * What is asked of one question: itself, then its copies, and of a suspected one itself without the sign; the same for the same stored questions of its finding.
 * @param all that are stored of the finding
 */
export function askedFor(question: StripQuestion, all: readonly StripQuestion[]): readonly Features[] {
  const { model, baseline, finding, features, kept } = question;
  const healthy = all
    .filter((other) => other.healthy && other.question !== question.question)
    .sort((a, b) => (a.question < b.question ? -1 : 1));
  const seed = Number.parseInt(digestOf([model, baseline, finding, question.question]).slice(0, 8), 16);
  const others = healthy.map((other) => other.features);
  const copies = blends(features, others, { kept, seed });
  return [features, ...copies, ...(question.healthy ? [] : [withoutSign(features, kept, others)])];
}

/**
 * Which questions the next round asks: those tried least often, by lot among equals, so that suspected and healthy ones are not told apart by their order.
 * @param random from where the model's server cannot foresee it
 */
export function nextStrip(
  questions: readonly StripQuestion[],
  size: number,
  random: () => number,
): readonly StripQuestion[] {
  return questions
    .filter((question) => !isSettled(question))
    .map((question) => ({ question, lot: random() }))
    .sort((a, b) => a.question.attempts - b.question.attempts || a.lot - b.lot)
    .slice(0, size)
    .map(({ question }) => question);
}

function different(events: readonly InferenceEvent[]): ReadonlyMap<string, InferenceEvent> {
  const found = new Map<string, InferenceEvent>();
  for (const event of events) {
    const question = questionOf(event.features, '');
    if (!found.has(question)) found.set(question, event);
  }
  return found;
}
