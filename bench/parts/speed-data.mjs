import { makeBaseline } from '@anchorwatch/detection';
import { normal, randomFrom, wholeBelow } from '@anchorwatch/scenarios';

export const MODEL = 'bench';
const START = Date.UTC(2026, 0, 1);
const COUNTRIES = ['DE', 'FR', 'IT', 'ES', 'PL'];
const PLANS = ['free', 'basic', 'pro'];

/** Native JSON messages of about 461 bytes: six numbers, three texts and a flag, a score, and two fields that make segments. */
export function messages(count, seed = 1) {
  const random = randomFrom(seed);
  const number = () => Math.round((100 + 20 * normal(random)) * 1e4) / 1e4;
  return Array.from({ length: count }, (_, index) => {
    const score = Math.round(random() * 1e6) / 1e6;
    const features = {
      amount: number(),
      age: number(),
      tenure: number(),
      balance: number(),
      visits: number(),
      distance: number(),
      country: COUNTRIES[wholeBelow(random, COUNTRIES.length)],
      plan: PLANS[wholeBelow(random, PLANS.length)],
      channel: random() < 0.7 ? 'web' : 'app',
      returning: random() < 0.4,
    };
    const record = {
      request_id: `4bf92f35-77b3-4da6-a3ce-${String(index).padStart(12, '0')}`,
      time: new Date(START + index * 10).toISOString(),
      model: MODEL,
      model_version: '2026-01-01',
      features,
      prediction: { score },
      attributes: { region: ['north', 'south'][wholeBelow(random, 2)], shard: String(wholeBelow(random, 4)) },
      tenant: 'acme-payments-emea',
      endpoint: 'scoring-eu-west-1-blue',
    };
    return Buffer.from(JSON.stringify(record));
  });
}

/** The same messages as batches of columns, which say once what is the same in all rows. */
export function columnBatches(sent, rows) {
  return Array.from({ length: Math.ceil(sent.length / rows) }, (_, batch) => {
    const records = sent.slice(batch * rows, (batch + 1) * rows).map((message) => JSON.parse(message.toString()));
    const { model, model_version, tenant, endpoint } = records[0];
    const columns = {};
    for (const { request_id, time, features, prediction, attributes } of records)
      for (const [name, value] of [
        ['request_id', request_id],
        ['time', time],
        ...Object.entries(features).map(([feature, of]) => [`features.${feature}`, of]),
        ['prediction.score', prediction.score],
        ...Object.entries(attributes).map(([attribute, of]) => [`attributes.${attribute}`, of]),
      ])
        (columns[name] ??= []).push(value);
    return Buffer.from(JSON.stringify({ model, model_version, tenant, endpoint, columns }));
  });
}

/** Columns of N(0, 1). */
export function columns(count, rows, seed = 2) {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => Float64Array.from({ length: rows }, () => normal(random)));
}

/** The rows of columns as stored events, for a baseline. */
export function eventsOf(columnsOfRows, names, rows, stepMs = 1000) {
  return Array.from({ length: rows }, (_, row) => ({
    source: { topic: 'bench', partition: 0, offset: row, part: 0 },
    event: {
      model: MODEL,
      model_version: '1',
      event_id: `${row}#0`,
      event_time: START + row * stepMs,
      features: Object.fromEntries(names.map((name, column) => [name, columnsOfRows[column][row]])),
      prediction: {},
      status: 'ok',
      attributes: {},
    },
  }));
}

/**
 * A baseline of columns in ticks of so many rows, without segments.
 * @param joint whether how columns go together is watched as well
 */
export function baselineOfColumns(values, names, rows, tick, joint) {
  return makeBaseline({
    model: MODEL,
    model_version: '1',
    made_from: 'bench',
    tick: { kind: 'count', events: tick },
    segment_fields: [],
    joint,
    events: () => [eventsOf(values, names, rows)],
  });
}
