import type { InferenceEvent } from '@anchorwatch/telemetry';
import { Codes } from '../bits/codes.js';
import type { Item } from './row.js';

/** Features whose values may be a trigger, and where the bins of those numbers begin that have many values. */
export interface FittedCells {
  readonly names: readonly string[];
  readonly edges: readonly (readonly number[] | null)[];
}

/** More features than this are left out, in the order of their names. */
const mostFeatures = 100;
/** Numbers with more values than this have bins too. */
const fewValues = 20;
const bins = 5;

/** @returns undefined when no feature has values that could be a trigger: embeddings have none */
export function fitCells(events: readonly Pick<InferenceEvent, 'features'>[]): FittedCells | undefined {
  const plain = (name: string) => events.some(({ features }) => !isNothing(features[name]));
  const names = [...new Set(events.flatMap(({ features }) => Object.keys(features)))].filter(plain).sort();
  if (names.length === 0) return undefined;
  const used = names.slice(0, mostFeatures);
  return { names: used, edges: used.map((name) => edgesOf(events.map(({ features }) => features[name]))) };
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || typeof value === 'object';
}

function edgesOf(values: readonly unknown[]): readonly number[] | null {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  if (new Set(numbers).size <= fewValues) return null;
  const sorted = Float64Array.from(numbers).sort();
  const edges = Array.from({ length: bins - 1 }, (_, k) => sorted[Math.floor(((k + 1) * sorted.length) / bins)]!);
  // Beyond what was ever asked lies a bin of its own on either side.
  return [...new Set([sorted[0]!, ...edges, next(sorted.at(-1)!)])];
}

/** The next larger number that producers would write. */
function next(value: number): number {
  return value + Math.max(Number.MIN_VALUE, Math.abs(value) * 1e-9);
}

/** Turns questions into the cells of a row. */
export class Cells {
  private readonly codes: Codes;

  /** @param memory the texts that have a number */
  constructor(
    private readonly fitted: FittedCells,
    memory?: readonly string[],
  ) {
    this.codes = new Codes(fitted.names, memory);
  }

  of(event: Pick<InferenceEvent, 'features'>): Float64Array {
    const { names, edges } = this.fitted;
    const cells = new Float64Array(3 * names.length).fill(NaN);
    const codes = this.codes.of(event);
    names.forEach((name, k) => {
      const value = event.features[name] ?? null;
      if (typeof value === 'object' && value !== null) return;
      const limits = edges[k]!;
      cells[k] = codes[k]!;
      cells[2 * names.length + k] = codes[k]!;
      if (limits === null || typeof value !== 'number' || Number.isNaN(value)) return;
      const bin = limits.filter((limit) => limit <= value).length;
      if (bin === 0 || bin === limits.length) cells[names.length + k] = bin;
      cells[2 * names.length + k] = bin;
    });
    return cells;
  }

  /** An item as people read it: `kind is rare`, `distance above 1400`. */
  words({ cell, code }: Item): string {
    const { names, edges } = this.fitted;
    if (cell < names.length) return `${names[cell]} is ${this.codes.words(code)}`;
    const limits = edges[cell - names.length]!;
    const name = names[cell - names.length]!;
    return code === 0 ? `${name} below ${limits[0]}` : `${name} above ${Number(limits.at(-1)!.toPrecision(9))}`;
  }

  memory(): readonly string[] {
    return this.codes.memory();
  }
}
