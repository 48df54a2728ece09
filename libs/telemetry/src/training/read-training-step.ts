import { type DecodeOptions, latestTime } from '../decode-options.js';
import { checkName, readObject, readOptionalNumber, readOptionalText, readText } from '../read-fields.js';
import { readTime } from '../read-time.js';
import { Refused, describe } from '../refused.js';
import { Attributes } from '../formats/native/attributes.js';
import type { LabelCounts, TrainingSource, TrainingStep } from './training-step.js';

/** The bounds of a training step, beside those of text and names. */
export const TRAINING_LIMITS = { sources: 100, labels: 200, count: 1e12, step: 1e12 } as const;

/**
 * Reads one record of a training run. Fields that the format does not know are kept as attributes.
 * @throws Refused naming the first field that cannot be read, and why
 */
export function readTrainingStep(record: unknown, options: DecodeOptions): TrainingStep {
  const sent = readObject(record, 'record');
  const identity = {
    model: readText(sent.model, 'model'),
    run_id: readText(sent.run_id, 'run_id'),
    step: readWhole(sent.step, 'step', TRAINING_LIMITS.step),
    time: readTime(sent.time, 'time', latestTime(options)),
  };
  const loss = readOptionalNumber(sent.loss, 'loss', -Number.MAX_VALUE, Number.MAX_VALUE);
  const gradient_norm = readOptionalNumber(sent.gradient_norm, 'gradient_norm', 0, Number.MAX_VALUE);
  const learning_rate = readOptionalNumber(sent.learning_rate, 'learning_rate', 0, Number.MAX_VALUE);
  const label_counts = sent.label_counts == null ? undefined : readLabelCounts(sent.label_counts, 'label_counts');
  const label_counts_by_source =
    sent.label_counts_by_source == null ? undefined : readBySource(sent.label_counts_by_source);
  const sources = readSources(sent.sources);
  if (loss === undefined && gradient_norm === undefined && !label_counts && !label_counts_by_source && !sources.length)
    throw new Refused('loss', 'nothing is told: loss, gradient_norm, label_counts, label_counts_by_source or sources');
  return {
    ...identity,
    model_version: readOptionalText(sent.model_version, 'model_version'),
    ...(loss !== undefined && { loss }),
    ...(gradient_norm !== undefined && { gradient_norm }),
    ...(learning_rate !== undefined && { learning_rate }),
    ...(label_counts && { label_counts }),
    ...(label_counts_by_source && { label_counts_by_source }),
    sources,
    code_digest: readOptionalText(sent.code_digest, 'code_digest'),
    config_digest: readOptionalText(sent.config_digest, 'config_digest'),
    attributes: readAttributes(sent),
  };
}

const KNOWN = new Set([
  'model',
  'run_id',
  'step',
  'time',
  'model_version',
  'loss',
  'gradient_norm',
  'learning_rate',
  'label_counts',
  'label_counts_by_source',
  'sources',
  'code_digest',
  'config_digest',
  'attributes',
]);

function readAttributes(sent: Record<string, unknown>): Readonly<Record<string, string>> {
  const attributes = new Attributes(sent.attributes);
  for (const name in sent) if (!KNOWN.has(name)) attributes.unknown(name, sent[name]);
  return attributes.all();
}

function readSources(sent: unknown): readonly TrainingSource[] {
  if (sent == null) return [];
  if (!Array.isArray(sent)) throw new Refused('sources', `expected an array, got ${describe(sent)}`);
  if (sent.length > TRAINING_LIMITS.sources)
    throw new Refused('sources', `holds ${sent.length}, allowed are ${TRAINING_LIMITS.sources}`);
  const names = new Set<string>();
  return sent.map((one: unknown, place) => {
    const field = `sources.${place}`;
    const source = readObject(one, field);
    const name = readText(source.name, `${field}.name`);
    if (names.has(name)) throw new Refused(`${field}.name`, `${describe(name)} is named twice`);
    names.add(name);
    return {
      name,
      digest: readOptionalText(source.digest, `${field}.digest`),
      ...(source.rows != null && { rows: readWhole(source.rows, `${field}.rows`, TRAINING_LIMITS.count) }),
    };
  });
}

function readBySource(sent: unknown): Readonly<Record<string, LabelCounts>> {
  const field = 'label_counts_by_source';
  const entries = Object.entries(readObject(sent, field));
  if (entries.length > TRAINING_LIMITS.sources)
    throw new Refused(field, `holds ${entries.length} sources, allowed are ${TRAINING_LIMITS.sources}`);
  return Object.fromEntries(
    entries.map(([name, counts]) => {
      checkName(name, field);
      return [name, readLabelCounts(counts, `${field}.${name}`)];
    }),
  );
}

function readLabelCounts(sent: unknown, field: string): LabelCounts {
  const entries = Object.entries(readObject(sent, field));
  if (entries.length > TRAINING_LIMITS.labels)
    throw new Refused(field, `holds ${entries.length} labels, allowed are ${TRAINING_LIMITS.labels}`);
  return Object.fromEntries(
    entries.map(([label, count]) => {
      checkName(label, field);
      return [label, readWhole(count, `${field}.${label}`, TRAINING_LIMITS.count)];
    }),
  );
}

function readWhole(value: unknown, field: string, max: number): number {
  if (value == null) throw new Refused(field, 'is required');
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max) return Number(value);
  throw new Refused(field, `expected a whole number from 0 to ${max}, got ${describe(value)}`);
}
