import type { Flight } from './flights.js';
import type { LateModel } from './late-model.js';
import { isLate, questionOf, type Question } from './question.js';
import { normal, randomOfRow } from './random.js';
import { answering, reported, type Act, type Answering } from './scenario.js';

/** A native inference event, as it travels. */
export interface ServedEvent {
  readonly model: string;
  readonly model_version: string;
  readonly artefact_digest: string;
  readonly request_id: string;
  readonly time: number;
  readonly features: Question | Readonly<Record<string, number>>;
  readonly prediction: {
    readonly label: string;
    readonly score: number;
    readonly classes?: Readonly<Record<string, number>>;
  };
  readonly principal?: { readonly key: string; readonly organisation: string };
  readonly latency_ms: number;
}

/** A native label, as it travels. */
export interface ServedLabel {
  readonly model: string;
  readonly request_id: string;
  readonly time: number;
  readonly label: string;
  readonly source: string;
}

/** A model in service. */
export interface Service {
  readonly model: string;
  readonly models: Readonly<Record<Answering, LateModel>>;
  readonly script: readonly Act[];
  readonly seed: number;
}

/** From this score on the answer is `late`: as many flights are. */
const CUT = 0.2;
/** The truth is known when the flight has landed. */
export const LABEL_DELAY_MS = 3 * 3_600_000;
/** Median and spread of the answer's time: a lognormal law, as services show. */
const LATENCY = { median_ms: 12, sigma: 0.35 } as const;

/**
 * The event of a flight: what the feed reports, what the model in service answers to that, and in what time.
 * The version and the digest are those that the service claims, whichever model answers.
 */
export function eventOf(flight: Flight, { model, models, script, seed }: Service): ServedEvent {
  const features = reported(questionOf(flight), flight.time, script);
  const score = models[answering(flight.time, script)].score(features);
  const latency = LATENCY.median_ms * Math.exp(LATENCY.sigma * normal(randomOfRow(seed, flight.row)));
  return {
    model,
    model_version: '1',
    artefact_digest: models.honest.artefact_digest,
    request_id: requestId(flight),
    time: flight.time,
    features,
    prediction: { label: wordOf(score >= CUT), score: Number(score.toFixed(6)) },
    latency_ms: Number(latency.toFixed(1)),
  };
}

/** The truth of a flight, hours later. */
export function labelOf(flight: Flight, { model }: Pick<Service, 'model'>): ServedLabel {
  const time = flight.time + LABEL_DELAY_MS;
  return { model, request_id: requestId(flight), time, label: wordOf(isLate(flight)), source: 'arrivals' };
}

function wordOf(late: boolean): string {
  return late ? 'late' : 'on time';
}

function requestId({ row }: Flight): string {
  return `flight-${row}`;
}
