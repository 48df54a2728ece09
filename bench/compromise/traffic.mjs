// Who asks what when nothing is wrong: many principals, of whom a few ask most.
import { randomFrom } from '@anchorwatch/stats';

const PRINCIPALS = 300;
const BATCH_CLIENT = 7;
const chances = { retry: 0.03, burst: 0.0006, batch: 0.0004, newcomer: 0.1, launch: 0.1 };

/**
 * Draws n questions of a model's customers from its stream, around the place where the stream is at that time (so that seasons and drift stay in): Zipf
 * volumes; half of the principals prefer a corner of the inputs; bursts of one principal; a client that asks 200 rows of the table in a row; retries;
 * later newcomers and, from the middle on, the customers of a product launch.
 *
 * @param from row of the stream at which it begins
 * @param later whether newcomers and the launch belong to it
 * @returns [{ row, principal: { key, organisation } }]
 */
export function customers(rows, n, from, seed, later) {
  const chance = randomFrom(seed);
  const volumes = cumulative(PRINCIPALS);
  const corners = cornersOf(rows);
  const scales = scalesOf(rows);
  const last = new Map();
  const [burst, batch] = [{ left: 0 }, { left: 0 }];
  const reach = Math.max(1, Math.min(n, rows.length - from - 600));
  return Array.from({ length: n }, (_, k) => {
    const near = () => rows[clamp(from + Math.floor((k / n) * reach + (chance() - 0.5) * 600), rows.length)];
    let principal = volumes.findIndex((volume) => volume >= chance() * volumes.at(-1));
    if (burst.left === 0 && chance() < chances.burst)
      Object.assign(burst, { left: 40 + Math.floor(chance() * 150), who: principal });
    if (burst.left-- > 0) principal = burst.who;
    burst.left = Math.max(0, burst.left);
    if (batch.left === 0 && chance() < chances.batch)
      Object.assign(batch, { left: 200, at: clamp(from + Math.floor((k / n) * reach), rows.length) });
    let row;
    if (batch.left > 0) {
      batch.left--;
      [principal, row] = [BATCH_CLIENT, rows[clamp(batch.at++, rows.length)]];
    } else if (chance() < chances.retry && last.has(principal)) row = last.get(principal);
    else
      row =
        corners[principal] === undefined
          ? near()
          : nearestTo(corners[principal], [near(), near(), near(), near(), near(), near()], scales);
    last.set(principal, row);
    return { row, principal: named(principal, later ? k / n : 0, chance) };
  });
}

function named(principal, progress, chance) {
  if (chance() < chances.newcomer * progress)
    return { key: `new${Math.floor(chance() * 40)}`, organisation: 'newcomers' };
  if (progress > 0.5 && chance() < chances.launch)
    return { key: `launch${Math.floor(chance() * 60)}`, organisation: 'launch' };
  return { key: `customer${principal}`, organisation: `organisation${principal % 100}` };
}

function cumulative(n) {
  let sum = 0;
  return Array.from({ length: n }, (_, k) => (sum += 1 / (k + 1) ** 1.05));
}

/** Half of the principals prefer a corner. It is theirs in every run. */
function cornersOf(rows) {
  const chance = randomFrom(99);
  return Array.from({ length: PRINCIPALS }, () =>
    chance() < 0.5 ? rows[Math.floor(chance() * rows.length)] : undefined,
  );
}

function scalesOf(rows) {
  return Object.keys(rows[0].features).map((name) => {
    const values = rows.slice(0, 3_000).map(({ features }) => features[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [name, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) || 1];
  });
}

function nearestTo(corner, rows, scales) {
  const far = ({ features }) =>
    scales.reduce((sum, [name, scale]) => sum + ((features[name] - corner.features[name]) / scale) ** 2, 0);
  return rows.reduce((best, row) => (far(row) < far(best) ? row : best));
}

function clamp(at, length) {
  return Math.max(0, Math.min(length - 1, at));
}
