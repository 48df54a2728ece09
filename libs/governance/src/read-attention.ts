import { TOLERANCES, WEIGHED, type RegisteredTolerances, type RegisteredWeights } from './registered-model.js';

type Report = (field: string, reason: string) => void;

const MOST_NAMES = 5_000;
const MOST_LETTERS = 400;
const MOST_WEIGHT = 1_000;
/** A tolerance beyond it tolerates everything. */
const MOST_TOLERANCE = 10;
const MOST_IMPORTANCE = 1e9;

/** Reads `budget_weights` of a registration: 0 only for a subject, which is then not watched. */
export function readWeights(value: unknown, report: Report): RegisteredWeights {
  const factor = (given: unknown, field: string) =>
    numberOf(given, field, `a number above 0 and at most ${MOST_WEIGHT}`, (x) => x > 0 && x <= MOST_WEIGHT, report);
  const factorOrNone = (given: unknown, field: string) =>
    numberOf(given, field, `a number from 0 to ${MOST_WEIGHT}`, (x) => x >= 0 && x <= MOST_WEIGHT, report);
  return tableOf(value, 'budget_weights', WEIGHED, report, (given, field) =>
    tableOf(given, field, undefined, report, field === 'budget_weights.subjects' ? factorOrNone : factor),
  );
}

/** Reads `tolerances` of a registration: by subject, `*` for all that say nothing else. */
export function readTolerances(value: unknown, report: Report): RegisteredTolerances {
  const tolerance = (given: unknown, field: string) =>
    numberOf(given, field, `a number from 0 to ${MOST_TOLERANCE}`, (x) => x >= 0 && x <= MOST_TOLERANCE, report);
  return tableOf(value, 'tolerances', undefined, report, (given, field) =>
    tableOf(given, field, TOLERANCES, report, tolerance),
  );
}

/** Reads `importance` of a registration: a weight for each feature. */
export function readImportance(value: unknown, report: Report): Readonly<Record<string, number>> {
  const weight = (given: unknown, field: string) =>
    numberOf(given, field, `a number from 0 to ${MOST_IMPORTANCE}`, (x) => x >= 0 && x <= MOST_IMPORTANCE, report);
  return tableOf(value, 'importance', undefined, report, weight);
}

/** A table from names, all of them or only known ones, to what `read` makes of each value. Names from outside become no prototype's. */
function tableOf<Of>(
  value: unknown,
  field: string,
  known: readonly string[] | undefined,
  report: Report,
  read: (value: unknown, field: string) => Of,
): Readonly<Record<string, Of>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(field, 'expected an object');
    return {};
  }
  const entries = Object.entries(value);
  if (entries.length > MOST_NAMES) {
    report(field, `expected at most ${MOST_NAMES} names, got ${entries.length}`);
    return {};
  }
  return Object.fromEntries(
    entries.flatMap(([name, given]) => {
      const path = `${field}.${name.slice(0, 80)}`;
      if (name.length > MOST_LETTERS) report(path, `a name has at most ${MOST_LETTERS} characters`);
      else if (known !== undefined && !known.includes(name))
        report(path, `is not known here; known are ${known.join(', ')}`);
      else return [[name, read(given, path)]];
      return [];
    }),
  );
}

function numberOf(
  value: unknown,
  field: string,
  expected: string,
  holds: (x: number) => boolean,
  report: Report,
): number {
  if (typeof value === 'number' && holds(value)) return value;
  report(field, `expected ${expected}, got ${typeof value === 'number' ? value : typeof value}`);
  return 1;
}
