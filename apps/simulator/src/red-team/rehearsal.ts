import { customers, normal, randomFrom, wholeBelow } from '@anchorwatch/scenarios';
import type { ServedEvent, ServedLabel } from '../served.js';
import type { Answer, Attack, Knowledge, Point } from './attack.js';
import { Player } from './player.js';
import { featureNames, type LateRecord } from './victim/records.js';
import { classNames, type Victim } from './victim/victim.js';

/** One rehearsal: benign traffic, and an attack in it. */
export interface Rehearsal {
  readonly model: string;
  /** Undefined: nothing but customers. */
  readonly attack: Attack | undefined;
  /** How many events there are, of customers and attack together. */
  readonly events: number;
  /** The attack begins after so many. */
  readonly begins: number;
  /** Of the traffic that is the attack's while it is under way; of labels, of one source's that are turned. */
  readonly share: number;
  readonly principals: number;
  readonly questions: number;
  /** Time of the first event. */
  readonly from: number;
  readonly seed: number;
}

/** One event of a rehearsal, with the truth about it, if it becomes known. */
export interface Rehearsed {
  readonly event: ServedEvent;
  readonly label: ServedLabel | undefined;
  /** Whether the attack did it. */
  readonly attacks: boolean;
}

/** From one event to the next. */
export const STEP_MS = 90_000;
const LABEL_DELAY_MS = 3 * 3_600_000;
/** Of customers' questions, whose truth becomes known, by one of so many sources. */
const LABELLED_SHARE = 0.3;
const SOURCES = 8;
/** The source that an attack by labels is. */
const TURNCOAT = 2;
const LATENCY = { median_ms: 12, sigma: 0.35 } as const;

/**
 * The traffic of a rehearsal in order of time. Customers ask the same whatever the attack is, so that two rehearsals of one seed differ by the attack alone.
 * @param records what customers ask about, in the order of the stream
 */
export function* rehearse(
  { answer, attacked, artefact_digest }: Victim,
  records: readonly LateRecord[],
  knowledge: Knowledge,
  { model, attack, events, begins, share, principals, questions, from, seed }: Rehearsal,
): Generator<Rehearsed, void> {
  const rows = records.map((record) => ({ record, features: featuresOf(record.point) }));
  const asked = customers(rows, { questions: events, from: 0, seed, later: true });
  const player =
    attack?.by === 'questions' ? new Player(attack, knowledge, { principals, questions, seed: seed + 2 }) : undefined;
  const [mixing, serving, labelling] = [randomFrom(seed + 4), randomFrom(seed + 5), randomFrom(seed + 6)];
  let number = 0;
  const eventOf = (
    point: Point,
    { label, probabilities }: Answer,
    principal: ServedEvent['principal'],
    effort: number,
  ) => {
    const latency = LATENCY.median_ms * Math.exp(LATENCY.sigma * normal(serving)) * effort;
    return {
      model,
      model_version: '1',
      artefact_digest,
      request_id: `q${(from + STEP_MS * number) / 1000}`,
      time: from + STEP_MS * number++,
      features: featuresOf(point),
      prediction: {
        label: classNames[label]!,
        score: probabilities[label]!,
        classes: Object.fromEntries(classNames.map((name, k) => [name, probabilities[k]!])),
      },
      ...(principal && { principal }),
      latency_ms: Number(latency.toFixed(1)),
    };
  };
  for (const { row, principal } of asked) {
    while (player && number >= begins && number < events && !player.isOver && mixing() < share) {
      const { point, answer: given, principal: account, effort } = player.next(attacked);
      yield { event: eventOf(point, given, account, effort), label: undefined, attacks: true };
    }
    if (number >= events) return;
    const isUnderWay = number >= begins;
    const { point, late } = row.record;
    const isTurned = attack?.by === 'answers' && isUnderWay;
    const event = eventOf(point, (isTurned ? attacked : answer)(point), principal, 1);
    const label = labelOf(event, late, { isUnderWay, share: attack?.by === 'labels' ? share : 0 }, labelling);
    yield { event, label: label?.label, attacks: isTurned || label?.flipped === true };
  }
}

function labelOf(
  { model, request_id, time }: ServedEvent,
  late: boolean,
  { isUnderWay, share }: { isUnderWay: boolean; share: number },
  random: () => number,
): { label: ServedLabel; flipped: boolean } | undefined {
  const [isKnown, source, luck] = [random() < LABELLED_SHARE, wholeBelow(random, SOURCES), random()];
  if (!isKnown) return undefined;
  const flipped = isUnderWay && source === TURNCOAT && luck < share;
  const label = classNames[late !== flipped ? 1 : 0]!;
  return { label: { model, request_id, time: time + LABEL_DELAY_MS, label, source: `desk${source + 1}` }, flipped };
}

function featuresOf(point: Point): Record<string, number> {
  return Object.fromEntries(featureNames.map((name, k) => [name, point[k]!]));
}
