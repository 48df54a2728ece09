import { benjaminiHochberg, binomialLogSf } from '@anchorwatch/stats';
import { liftOf } from '../lift-test.js';
import { carries, enoughObey, fewestObeyed, type Item, type Row, type Trigger } from './row.js';
import { countInAll, countInBoth, rowSet, type RowSet } from './rows-set.js';

/** What more of all questions have is no trigger: it would show everywhere. */
const mostShare = 0.2;
const falseShare = 0.01;
/** Items that are paired, the most frequent ones. */
const mostItems = 300;
/** Triggers that are returned, the surest. */
const mostTriggers = 20;
/** Questions with a trigger crowd where so large a share of them agrees in another feature, twice as many as of others … */
const crowded = 0.6;
/** … and one set of questions in a hundred would by chance, over all features. */
const byChance = 0.01;

interface Counted extends Item {
  readonly obeyed: RowSet;
}

/**
 * Items, and pairs of them, whose questions get one answer although everything else in them speaks against it: lift by the G-test, with a share of .01 false
 * ones among those found (Benjamini–Hochberg), and nearly no other answer left. Only such questions count, so that a good feature is no trigger; those with
 * a trigger must be as different in all else as any, so that neither steps along a boundary nor a corner of the inputs that the model knows better are one.
 *
 * @param rows the latest different questions
 * @param classes how many
 * @returns the surest first
 */
export function mineTriggers(rows: readonly Row[], classes: number): readonly Trigger[] {
  const triggers: Trigger[] = [];
  const features = rows[0]!.cells.length / 3;
  for (let label = 0; label < classes; label++) triggers.push(...ofClass(rows, label, features));
  return triggers.sort((a, b) => a.pValue - b.pValue || b.obeyed - a.obeyed).slice(0, mostTriggers);
}

function ofClass(rows: readonly Row[], label: number, features: number): readonly Trigger[] {
  const against = rows.filter((row) => ((row.against >>> label) & 1) === 1);
  const obeying = against.filter((row) => row.label === label);
  if (obeying.length < fewestObeyed) return [];
  const items = itemsOf(obeying, 2 * features);
  const isObeyed = rowSet(against.length, (at) => against[at]!.label === label);
  const carriers = new Map<Item, RowSet>();
  const carriersOf = (item: Item) => {
    let set = carriers.get(item);
    if (set === undefined) carriers.set(item, (set = rowSet(against.length, (at) => holds(against[at]!, item))));
    return set;
  };
  const triggerOf = (parts: readonly Item[]): Trigger | undefined => {
    const sets = parts.map(carriersOf);
    const [size, obeyed] = [countInAll(...sets), countInAll(isObeyed, ...sets)];
    const rest = [obeying.length - obeyed, against.length - size - (obeying.length - obeyed)] as const;
    if (!enoughObey(obeyed, size) || rest[0] + rest[1] === 0) return undefined;
    const { pValue } = liftOf([obeyed, size - obeyed], rest);
    return { items: parts.map(({ cell, code }) => ({ cell, code })), label, against: size, obeyed, pValue };
  };
  const surest = (found: readonly (Trigger | undefined)[], considered: number) =>
    sure(
      found.filter((each) => each !== undefined),
      considered,
    ).filter((each) => isRare(each, rows) && isScattered(each, against, features));
  const singles = surest(
    items.map((item) => triggerOf([item])),
    items.length,
  );
  const rest = items.filter(
    ({ cell, code }) => !singles.some(({ items: [own] }) => own!.cell === cell && own!.code === code),
  );
  let considered = 0;
  const pairs: (Trigger | undefined)[] = [];
  for (const [k, a] of rest.entries())
    for (let j = k + 1; j < rest.length; j++) {
      const b = rest[j]!;
      if (a.cell % features === b.cell % features) continue;
      considered++;
      if (countInBoth(a.obeyed, b.obeyed) >= fewestObeyed) pairs.push(triggerOf([a, b]));
    }
  return [...singles, ...surest(pairs, considered)];
}

/** Those that are no chance finds among so many that were considered. */
function sure(found: readonly Trigger[], considered: number): readonly Trigger[] {
  const isSure = benjaminiHochberg(
    found.map(({ pValue }) => pValue),
    (falseShare * found.length) / Math.max(1, considered),
  );
  return found.filter((_, at) => isSure[at]);
}

/** Items of enough of the rows, the most frequent first, with the rows that have them. */
function itemsOf(rows: readonly Row[], cells: number): readonly Counted[] {
  const items: (Item & { readonly count: number })[] = [];
  for (let cell = 0; cell < cells; cell++) {
    for (const [code, count] of countsOf(rows, cell)) if (count >= fewestObeyed) items.push({ cell, code, count });
  }
  return items
    .sort((a, b) => b.count - a.count || a.cell - b.cell || a.code - b.code)
    .slice(0, mostItems)
    .map(({ cell, code }) => ({ cell, code, obeyed: rowSet(rows.length, (at) => holds(rows[at]!, { cell, code })) }));
}

function holds({ cells }: Row, { cell, code }: Item): boolean {
  return cells[cell] === code;
}

function isRare(trigger: Trigger, rows: readonly Row[]): boolean {
  return rows.filter(({ cells }) => carries(cells, trigger)).length <= mostShare * rows.length;
}

/** Whether the questions that obeyed differ in every other feature about as much as those do that speak against the answer as well. */
function isScattered(trigger: Trigger, against: readonly Row[], features: number): boolean {
  const own = against.filter(({ label, cells }) => label === trigger.label && carries(cells, trigger));
  const others = against.filter(({ cells }) => !carries(cells, trigger));
  for (let feature = 0; feature < features; feature++) {
    if (trigger.items.some(({ cell }) => cell % features === feature)) continue;
    const counts = countsOf(own, 2 * features + feature);
    const [code, most] = [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), [NaN, 0]);
    if (most < crowded * own.length) continue;
    const usual =
      (others.filter(({ cells }) => cells[2 * features + feature] === code).length + 1) / (others.length + 2);
    if (most < 2 * usual * own.length) continue;
    if (Math.log(counts.size) + binomialLogSf(most, own.length, usual) <= Math.log(byChance / features)) return false;
  }
  return true;
}

function countsOf(rows: readonly Row[], cell: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { cells } of rows) {
    const code = cells[cell]!;
    if (!Number.isNaN(code)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}
