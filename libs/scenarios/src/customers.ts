import type { Principal } from '@anchorwatch/telemetry';
import { type Random, randomFrom } from './random.js';

/** A row that customers ask about. */
export interface AskedRow {
  readonly features: Readonly<Record<string, number>>;
}

/** Whose questions to draw. */
export interface Customers {
  /** How many questions. */
  readonly questions: number;
  /** The row at which the stream is when they begin. */
  readonly from: number;
  readonly seed: number;
  /** Whether customers come who were not there before: newcomers, and from the middle on those of a product launch. */
  readonly later: boolean;
}

/** One question of a customer. */
export interface CustomerQuestion<Row> {
  readonly row: Row;
  readonly principal: Required<Pick<Principal, 'key' | 'organisation'>>;
}

const CUSTOMERS = 300;
const ORGANISATIONS = 100;
/** Asks rows of the table in a row, from time to time. */
const BATCH_CLIENT = 7;
const BATCH = 200;
const CHANCES = { retry: 0.03, burst: 0.0006, batch: 0.0004, newcomer: 0.1, launch: 0.1 } as const;
/** Rows on both sides of where the stream is that are asked about at a time. */
const AROUND = 300;
/** Of so many rows the one nearest to a customer's corner is asked about. */
const CHOSEN_FROM = 6;

/**
 * Draws the questions of a model's customers from its stream, around the place where the stream is at that time, so that seasons and drift stay in. Nothing is
 * wrong with them: volumes follow Zipf's law, half of the customers prefer a corner of the inputs, one asks much for a while, a client asks 200 rows of the table
 * in order, questions are sent again, newcomers come, a product is launched. The same seed gives the same questions.
 *
 * @param rows in the order of the stream, at least 1,000, with the same numeric features
 */
export function* customers<Row extends AskedRow>(
  rows: readonly Row[],
  { questions, from, seed, later }: Customers,
): Generator<CustomerQuestion<Row>, void> {
  const chance = randomFrom(seed);
  const volumes = zipf(CUSTOMERS);
  const corners = cornersOf(rows);
  const scales = scalesOf(rows);
  const last = new Map<number, Row>();
  const burst = { left: 0, who: 0 };
  const batch = { left: 0, at: 0 };
  const reach = Math.max(1, Math.min(questions, rows.length - from - 2 * AROUND));
  for (let k = 0; k < questions; k++) {
    const place = from + Math.floor((k / questions) * reach);
    const near = () => rowAt(rows, from + Math.floor((k / questions) * reach + (chance() - 0.5) * 2 * AROUND));
    const drawn = chance() * volumes.at(-1)!;
    let who = volumes.findIndex((volume) => volume >= drawn);
    if (burst.left === 0 && chance() < CHANCES.burst)
      Object.assign(burst, { left: 40 + Math.floor(chance() * 150), who });
    if (burst.left > 0) {
      burst.left--;
      who = burst.who;
    }
    if (batch.left === 0 && chance() < CHANCES.batch) Object.assign(batch, { left: BATCH, at: place });
    let row: Row;
    if (batch.left > 0) {
      batch.left--;
      who = BATCH_CLIENT;
      row = rowAt(rows, batch.at++);
    } else {
      const before = chance() < CHANCES.retry ? last.get(who) : undefined;
      row = before ?? nearestTo(corners[who], near, scales);
    }
    last.set(who, row);
    yield { row, principal: named(who, later ? k / questions : 0, chance) };
  }
}

function named(who: number, progress: number, chance: Random): CustomerQuestion<AskedRow>['principal'] {
  if (chance() < CHANCES.newcomer * progress)
    return { key: `new${Math.floor(chance() * 40)}`, organisation: 'newcomers' };
  if (progress > 0.5 && chance() < CHANCES.launch)
    return { key: `launch${Math.floor(chance() * 60)}`, organisation: 'launch' };
  return { key: `customer${who}`, organisation: `organisation${who % ORGANISATIONS}` };
}

/** Cumulative volumes: the k-th asks 1/k^1.05 as much as the first. */
function zipf(n: number): readonly number[] {
  let sum = 0;
  return Array.from({ length: n }, (_, k) => (sum += 1 / (k + 1) ** 1.05));
}

/** Half of the customers prefer a corner. It is theirs whatever the seed. */
function cornersOf<Row extends AskedRow>(rows: readonly Row[]): readonly (Row | undefined)[] {
  const chance = randomFrom(99);
  return Array.from({ length: CUSTOMERS }, () =>
    chance() < 0.5 ? rows[Math.floor(chance() * rows.length)] : undefined,
  );
}

type Scales = readonly (readonly [name: string, scale: number])[];

function scalesOf(rows: readonly AskedRow[]): Scales {
  return Object.keys(rows[0]!.features).map((name) => {
    const values = rows.slice(0, 3_000).map(({ features }) => features[name]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [name, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1];
  });
}

function nearestTo<Row extends AskedRow>(corner: Row | undefined, near: () => Row, scales: Scales): Row {
  if (corner === undefined) return near();
  const far = ({ features }: Row) =>
    scales.reduce((sum, [name, scale]) => sum + ((features[name]! - corner.features[name]!) / scale) ** 2, 0);
  let best = near();
  for (let k = 1; k < CHOSEN_FROM; k++) {
    const row = near();
    if (far(row) < far(best)) best = row;
  }
  return best;
}

function rowAt<Row>(rows: readonly Row[], at: number): Row {
  return rows[Math.max(0, Math.min(rows.length - 1, at))]!;
}
