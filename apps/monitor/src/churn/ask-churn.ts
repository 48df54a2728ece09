import { ChurnCount, questionOf, type AskingStore, type Churn } from '@anchorwatch/compromise';
import type { InferenceEvent, ModelTraffic, TelemetryStore } from '@anchorwatch/telemetry';
import { ComparisonRefused } from '../compare/compare-stored.js';

/** A question as a person puts it. */
export interface ChurnWords {
  readonly model: string;
  /** The version before the newest when absent. */
  readonly from_version: string | undefined;
  /** The newest when absent. */
  readonly to_version: string | undefined;
  /** Names of features or attributes, with commas between. */
  readonly segment: string | undefined;
  /** Numbers that differ by at most so much are the same; 1e-6. */
  readonly tolerance: string | undefined;
}

/** What a release changed of the answers to questions that both versions were asked. */
export interface ChurnReport {
  readonly model: string;
  readonly from_version: string;
  readonly to_version: string;
  readonly tolerance: number;
  /** Of what callers asked, as telemetry has it. */
  readonly traffic: Churn;
  /** Of golden questions, as a probe asked them; null where both versions were not. */
  readonly golden: Churn | null;
}

const mostFields = 10;
/** Askings that are looked at, the newest. */
const mostAskings = 100_000;

/**
 * Reads what two versions were asked and compares their answers.
 * @param most events of both; more are refused
 * @throws ComparisonRefused naming what is wrong; the reason of the signal when it was told to stop
 */
export async function askChurn(
  store: { readonly telemetry: TelemetryStore; readonly asking: AskingStore },
  words: ChurnWords,
  { most, signal }: { readonly most: number; readonly signal?: AbortSignal },
): Promise<ChurnReport> {
  const { model } = words;
  const tolerance = words.tolerance === undefined ? 1e-6 : Number(words.tolerance);
  if (!(tolerance >= 0 && tolerance <= 1))
    throw new ComparisonRefused('tolerance', `expected a number from 0 to 1, got "${words.tolerance}"`);
  const fields = (words.segment ?? '').split(',').filter((name) => name !== '');
  if (fields.length > mostFields) throw new ComparisonRefused('segment', `names more than ${mostFields} fields`);
  const versions = versionsOf(await store.telemetry.traffic(model), words);
  const events = versions.old.events + versions.new.events;
  if (events > most)
    throw new ComparisonRefused(
      'to_version',
      `the two versions have ${events} events, at most ${most} are compared here`,
    );
  const count = new ChurnCount(tolerance);
  for (const side of ['old', 'new'] as const) {
    const { model_version, from, to } = versions[side];
    for await (const page of store.telemetry.eventsOf(model, { from, to: to + 1, model_version })) {
      signal?.throwIfAborted();
      for (const { event } of page) if (isAnswered(event)) count.take(side, answeredOf(event, fields));
    }
  }
  const [from_version, to_version] = [versions.old.model_version, versions.new.model_version];
  const golden = await goldenChurn(store.asking, model, { from_version, to_version, tolerance });
  return { model, from_version, to_version, tolerance, traffic: count.result(), golden };
}

interface Served {
  readonly model_version: string;
  readonly events: number;
  readonly from: number;
  readonly to: number;
}

function versionsOf(traffic: readonly ModelTraffic[], { model, from_version, to_version }: ChurnWords) {
  const served = byVersion(traffic);
  const named = (field: string, version: string): Served => {
    const found = served.find(({ model_version }) => model_version === version);
    if (found === undefined)
      throw new ComparisonRefused(field, `nothing is stored of version "${version}" of ${model}`);
    return found;
  };
  const newest = to_version === undefined ? served.at(-1) : named('to_version', to_version);
  if (newest === undefined) throw new ComparisonRefused('model', `nothing is stored of ${model}`);
  const before = served[served.indexOf(newest) - 1];
  const former = from_version === undefined ? before : named('from_version', from_version);
  if (former === undefined)
    throw new ComparisonRefused('from_version', `no version of ${model} is stored before "${newest.model_version}"`);
  if (former === newest) throw new ComparisonRefused('from_version', 'is the version itself');
  return { old: former, new: newest };
}

/** In the order in which they began to answer. */
function byVersion(traffic: readonly ModelTraffic[]): readonly Served[] {
  const served = new Map<string, Served>();
  for (const { model_version, events, first_event_time, last_event_time } of traffic) {
    const known = served.get(model_version);
    served.set(model_version, {
      model_version,
      events: events + (known?.events ?? 0),
      from: Math.min(first_event_time, known?.from ?? Infinity),
      to: Math.max(last_event_time, known?.to ?? -Infinity),
    });
  }
  return [...served.values()].sort((a, b) => a.from - b.from || (a.model_version < b.model_version ? -1 : 1));
}

function isAnswered({ status, prediction }: InferenceEvent): boolean {
  return status === 'ok' && Object.keys(prediction).length > 0;
}

function answeredOf({ event_id, features, attributes, prediction, text }: InferenceEvent, fields: readonly string[]) {
  return {
    question: questionOf(features, text?.prompt ?? ''),
    event_id,
    answer: prediction,
    segments: fields.map((field) => {
      const value = Object.hasOwn(features, field) ? features[field] : attributes[field];
      return `${field}=${value === undefined || value === null ? '' : String(value).slice(0, 200)}`;
    }),
  };
}

/** Askings newest first: the first seen of a question and version is its last answer. */
async function goldenChurn(
  store: AskingStore,
  model: string,
  { from_version, to_version, tolerance }: Pick<ChurnReport, 'from_version' | 'to_version' | 'tolerance'>,
): Promise<Churn | null> {
  const askings = await store.askings({ model, limit: mostAskings });
  const answered = askings.filter(({ failure }) => failure === '').reverse();
  const count = new ChurnCount(tolerance);
  for (const { question, model_version, answer } of answered) {
    const side = model_version === from_version ? 'old' : model_version === to_version ? 'new' : undefined;
    if (side !== undefined) count.take(side, { question, event_id: question, answer, segments: [] });
  }
  const churn = count.result();
  return churn.compared + churn.incomparable === 0 ? null : churn;
}
