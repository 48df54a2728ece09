import { randomFrom } from '@anchorwatch/stats';
import type { InferenceEvent } from '@anchorwatch/telemetry';
import { marginOf } from '../bits/margin.js';
import { fingerprintOf } from '../fingerprint.js';
import { fitSpace, pointOf } from '../space.js';
import type { Choice, GoldenQuestion } from './asking.js';
import { boxOrder } from './box-order.js';

/** Golden questions of one baseline, unless configured otherwise: a change of 1 % of the answers is met by one of them in 95 % of cases. */
export const usualGolden = 300;
/** Candidates that are looked at, the latest. */
const mostCandidates = 20_000;
/** Coordinates that are held at once. */
const mostCoordinates = 8_000_000;
/** The part that lies closest to the boundary: a change of the whole model shows there first. */
const boundaryPart = 0.25;
/** So close to the boundary that rounding turns the answer. */
const tie = 1e-3;

/**
 * Chooses questions to ask again from those answered while the baseline was healthy, each different question once: a quarter of those with the smallest
 * margins, and the rest spread in proportion to the traffic over the labels and over the space of questions (systematic sampling along boxes of
 * neighbours), so that a region with its share of the traffic is missed more rarely than by chance.
 *
 * @param events in any order; of the same question the latest counts
 * @param most at most so many; fewer where there are fewer different questions
 * @param seed the same events and seed give the same choice
 */
export function chooseGolden(
  events: readonly InferenceEvent[],
  place: { readonly model: string; readonly baseline: string },
  { most = usualGolden, seed }: { readonly most?: number; readonly seed: number },
): readonly GoldenQuestion[] {
  const candidates = candidatesOf(events);
  const withMargin = candidates
    .map((candidate) => ({ candidate, margin: marginOf(candidate.event.prediction) }))
    .filter((one): one is { candidate: Candidate; margin: number } => one.margin !== undefined && one.margin > tie)
    .sort((a, b) => a.margin - b.margin || (a.candidate.question < b.candidate.question ? -1 : 1));
  const close = withMargin.slice(0, Math.floor(boundaryPart * most)).map(({ candidate }) => candidate);
  const taken = new Set(close);
  const spread = systematic(
    inOrder(candidates.filter((candidate) => !taken.has(candidate))),
    most - close.length,
    randomFrom(seed),
  );
  const golden =
    (choice: Choice) =>
    ({ question, event }: Candidate) => ({
      ...place,
      question,
      choice,
      event_id: event.event_id,
      event_time: event.event_time,
      model_version: event.model_version,
      features: event.features,
      prompt: event.text?.prompt ?? '',
      answer: answerOf(event),
    });
  return [...close.map(golden('boundary')), ...spread.map(golden('spread'))];
}

/** Questions that a person named, such as prompts: nobody has recorded an answer. */
export function givenGolden(
  prompts: readonly string[],
  place: { readonly model: string; readonly baseline: string },
): readonly GoldenQuestion[] {
  return [...new Set(prompts)].map((prompt) => ({
    ...place,
    question: questionOf({}, prompt),
    choice: 'given',
    event_id: '',
    event_time: 0,
    model_version: '',
    features: {},
    prompt,
    answer: null,
  }));
}

/** The identity of what is asked. */
export function questionOf(features: InferenceEvent['features'], prompt: string): string {
  return fingerprintOf({ features: prompt === '' ? features : { ...features, '\nprompt': prompt } });
}

interface Candidate {
  readonly question: string;
  readonly event: InferenceEvent;
}

function candidatesOf(events: readonly InferenceEvent[]): readonly Candidate[] {
  const latest = new Map<string, InferenceEvent>();
  for (const event of events) {
    if (event.status === 'error' || Object.keys(answerOf(event)).length === 0) continue;
    const question = questionOf(event.features, event.text?.prompt ?? '');
    const known = latest.get(question);
    if (known === undefined || isLater(event, known)) latest.set(question, event);
  }
  return [...latest]
    .map(([question, event]) => ({ question, event }))
    .sort((a, b) => b.event.event_time - a.event.event_time || (a.question < b.question ? -1 : 1))
    .slice(0, mostCandidates);
}

function isLater(a: InferenceEvent, b: InferenceEvent): boolean {
  return a.event_time > b.event_time || (a.event_time === b.event_time && a.event_id > b.event_id);
}

/** What was answered; of language models the text, where it is stored. */
function answerOf({ prediction, text }: InferenceEvent): InferenceEvent['prediction'] {
  return text?.output === undefined ? prediction : { label: text.output };
}

/** By label, then by boxes of neighbours. */
function inOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  const space = fitSpace(candidates.map(({ event }) => event));
  const byLabel = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const label = candidate.event.prediction.label ?? '';
    const alike = byLabel.get(label);
    if (alike === undefined) byLabel.set(label, [candidate]);
    else alike.push(candidate);
  }
  return [...byLabel.keys()].sort().flatMap((label) => {
    const own = [...byLabel.get(label)!].sort((a, b) => (a.question < b.question ? -1 : 1));
    // What does not fit is taken in the order of fingerprints, which is as good as chance.
    if (space === undefined || own.length * space.dimensions > mostCoordinates) return own;
    const points = own.map(({ event }) => pointOf(space, event));
    return boxOrder(points).map((at) => own[at]!);
  });
}

/** Every item has the same chance, and no stretch of the order is left out. */
function systematic<Item>(items: readonly Item[], most: number, random: () => number): readonly Item[] {
  if (items.length <= most) return items;
  const step = items.length / most;
  const start = random() * step;
  return Array.from({ length: most }, (_, k) => items[Math.min(items.length - 1, Math.floor(start + k * step))]!);
}
