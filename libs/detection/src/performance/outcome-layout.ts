import type { Task } from './task.js';

/** A sum over outcomes that no table of counts can give exactly. `weight` sums weights for their squares. */
export type SumName =
  | 'weight'
  | 'loss'
  | 'loss²'
  | 'brier'
  | 'brier²'
  | 'over'
  | 'under'
  | 'error²'
  | 'error⁴'
  | 'above'
  | 'below'
  | 'truth²'
  | 'truth⁴'
  | 'error²·truth²';

/** How the outcomes of a tick lie in a vector of integers that add: cells (weights in hundredths), how many, then sums. */
export interface OutcomeLayout {
  readonly cells: number;
  /** Each takes two places, high part first: a part of it fits where counts are stored. */
  readonly sums: readonly { readonly name: SumName; readonly unit: number }[];
  readonly size: number;
}

/** Weights are counted in these. */
export const weightUnit = 0.01;

const unit = (of: Readonly<Partial<Record<SumName, number>>>): OutcomeLayout['sums'] =>
  Object.entries(of).map(([name, size]) => ({ name: name as SumName, unit: size }));

export function outcomeLayout(task: Task): OutcomeLayout {
  return weighedCells(cellsOf(task), sumsOf(task));
}

/** Cells of weights with the sum of their squares, and other sums. */
export function weighedCells(cells: number, others: OutcomeLayout['sums'] = []): OutcomeLayout {
  const sums = [...unit({ weight: weightUnit }), ...others];
  return { cells, sums, size: cells + 1 + 2 * sums.length };
}

/** Bins of the score; one where there is none. */
export function scoreBinsOf(task: Extract<Task, { kind: 'binary' }>): number {
  return (task.score?.edges.length ?? 0) + 1;
}

function cellsOf(task: Task): number {
  switch (task.kind) {
    case 'binary':
      return 4 * scoreBinsOf(task);
    case 'multiclass':
      // Answers of a class that the baseline never saw have a column of their own.
      return task.classes.length * (task.classes.length + 1);
    case 'regression':
      return 1;
  }
}

function sumsOf(task: Task): OutcomeLayout['sums'] {
  const losses = { loss: 1e-6, 'loss²': 1e-4 };
  switch (task.kind) {
    case 'binary':
      return task.score?.is_probability === true ? unit({ ...losses, brier: 1e-6, 'brier²': 1e-6 }) : [];
    case 'multiclass':
      return task.has_probabilities ? unit(losses) : [];
    case 'regression':
      // Errors in units of the baseline's, the truth in its standard deviations.
      return unit({
        over: 1e-3,
        under: 1e-3,
        'error²': 1e-4,
        'error⁴': 1e-2,
        above: 1e-3,
        below: 1e-3,
        'truth²': 1e-4,
        'truth⁴': 1e-2,
        'error²·truth²': 1e-3,
      });
  }
}

const half = 2 ** 31;
const mostStored = 2 ** 32 - 1;

/** How many hundredths a weight is counted as. */
function unitsOf(weight: number): number {
  return Math.max(1, Math.round(weight / weightUnit));
}

/** Adds an outcome without other sums into stored integers, from `start` on; a cell that is full stays so. */
export function addOutcome(
  { cells }: OutcomeLayout,
  into: Uint32Array,
  start: number,
  cell: number,
  weight: number,
): void {
  const units = unitsOf(weight);
  into[start + cell] = Math.min(mostStored, into[start + cell]! + units);
  into[start + cells]!++;
  const squared = units * units;
  const low = into[start + cells + 2]! + (squared % half);
  into[start + cells + 1]! += Math.floor(squared / half) + (low < half ? 0 : 1);
  into[start + cells + 2] = low % half;
}

/** Adds outcomes of one tick into a vector; the parts of a sum may be uneven until `finished`. */
export class OutcomeAdder {
  readonly values: Float64Array;

  constructor(private readonly layout: OutcomeLayout) {
    this.values = new Float64Array(layout.size);
  }

  /** @param amounts in the order of the layout's sums after `weight`, each >= 0 */
  add(cell: number, weight: number, amounts: readonly number[]): void {
    const { cells, sums } = this.layout;
    const units = unitsOf(weight);
    this.values[cell]! += units;
    this.values[cells]! += 1;
    for (let k = 0; k < sums.length; k++) {
      const amount = k === 0 ? weight : amounts[k - 1]!;
      const whole = Math.round(amount / sums[k]!.unit) * units;
      this.values[cells + 1 + 2 * k]! += Math.floor(whole / half);
      this.values[cells + 2 + 2 * k]! += whole % half;
    }
  }

  /** The integers to be stored, each below 2³². */
  finished(): number[] {
    const found = Array.from(this.values);
    for (let at = this.layout.cells + 2; at < found.length; at += 2) {
      found[at - 1]! += Math.floor(found[at]! / half);
      found[at]! %= half;
    }
    return found.map((value) => Math.min(value, mostStored));
  }
}

/** Reads a vector of outcomes, of one tick or a sum of many. What is derived from it is derived once. */
export class Outcomes {
  private weights: Float64Array | undefined;
  private sides: readonly [Float64Array, Float64Array] | undefined;

  constructor(
    private readonly layout: OutcomeLayout,
    readonly values: ArrayLike<number>,
  ) {}

  /** How many outcomes there are, whatever they weigh. */
  get n(): number {
    return this.values[this.layout.cells]!;
  }

  /** The cells as weights. */
  cells(): Float64Array {
    if (this.weights === undefined) {
      this.weights = new Float64Array(this.layout.cells);
      for (let cell = 0; cell < this.weights.length; cell++) this.weights[cell] = this.values[cell]! * weightUnit;
    }
    return this.weights;
  }

  /** Weights by side of the truth (0 or 1) and bin of the score, of a classifier with two classes. */
  byTruth(): readonly [Float64Array, Float64Array] {
    if (this.sides === undefined) {
      const weights = this.cells();
      const bins = weights.length / 4;
      this.sides = [new Float64Array(bins), new Float64Array(bins)];
      for (let cell = 0; cell < weights.length; cell++) {
        this.sides[cell < 2 * bins ? 0 : 1][cell % bins]! += weights[cell]!;
      }
    }
    return this.sides;
  }

  sum(name: SumName): number {
    const k = this.layout.sums.findIndex((sum) => sum.name === name);
    const at = this.layout.cells + 1 + 2 * k;
    return (this.values[at]! * half + this.values[at + 1]!) * this.layout.sums[k]!.unit * weightUnit;
  }
}
