import { quantileEdges } from '@anchorwatch/stats';
import type { Bins, SubjectRole } from './baseline.js';
import { NOT_PLAIN, type SubjectValue } from '../counting/subjects.js';
import type { SurveyRoom } from './survey-room.js';

/** Quantile bins wanted for a number; heavy values get bins of their own beside them. */
const quantileBins = 60;
/** Numbers with at most this many values, each seen ten times on average, get one bin a value. */
const fewValues = 60;
const mostCategories = 100;
/** Rare categories listed. */
const mostOther = 10_000;

/** Bins of a subject, and the known values that occurred once: left out of the baseline's own count, they would have been new. */
export interface Binning {
  readonly bins: Bins;
  readonly ordered: boolean;
  readonly seenOnce: ReadonlySet<number | string>;
  readonly mean?: number;
  readonly sd?: number;
  readonly least?: number;
  readonly most?: number;
}

/** What the first pass over a baseline learns of one subject. */
export class Tally {
  private numbers = 0;
  private texts = 0;
  private lists = 0;
  private readonly sample: number[] = [];
  private stride = 1;
  private readonly values = new Map<number, number>();
  private readonly categories = new Map<string, number>();
  private mean = 0;
  private squares = 0;
  private finite = 0;
  private least = Infinity;
  private most = -Infinity;

  constructor(
    readonly role: SubjectRole,
    private readonly room: SurveyRoom,
  ) {
    room.share();
  }

  take(value: SubjectValue | typeof NOT_PLAIN): void {
    if (typeof value === 'number') this.takeNumber(value);
    else if (typeof value === 'string') this.takeText(value);
    else if (value === NOT_PLAIN) this.lists++;
  }

  /** Whether no value was taken. */
  get empty(): boolean {
    return this.numbers + this.texts + this.lists === 0;
  }

  /** The bins, or undefined for a subject that is mostly lists of numbers, which have no bins. */
  binning(): Binning | undefined {
    if (this.role === 'errors') return { bins: { kind: 'rate' }, ordered: false, seenOnce: new Set() };
    if (this.lists > this.numbers + this.texts) return undefined;
    if (this.texts > this.numbers) return this.asCategories();
    const { mean, least, most } = this;
    const moments = this.finite > 0 ? { mean, sd: Math.sqrt(this.squares / this.finite), least, most } : {};
    if (this.values.size <= fewValues && this.values.size * 10 <= Math.max(this.finite, 10)) {
      const values = [...this.values.keys()].sort((a, b) => a - b);
      return { bins: { kind: 'values', values }, ordered: true, seenOnce: onceIn(this.values), ...moments };
    }
    const sorted = Float64Array.from(this.sample).sort();
    return {
      bins: { kind: 'quantile', edges: quantileEdges(sorted, quantileBins) },
      ordered: true,
      seenOnce: new Set(),
      ...moments,
    };
  }

  private takeNumber(raw: number): void {
    const value = raw + 0; // -0 is 0
    this.numbers++;
    if (!Number.isFinite(value)) return;
    if (this.values.size <= fewValues) this.values.set(value, (this.values.get(value) ?? 0) + 1);
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    // Every stride-th value is kept; when the room is used up every second one goes. The same values give the same sample.
    if (this.finite % this.stride === 0) this.sample.push(value);
    while (this.sample.length > this.room.numbers) this.thinOut();
    this.finite++;
    const step = value - this.mean;
    this.mean += step / this.finite;
    this.squares += step * (value - this.mean);
  }

  private thinOut(): void {
    const kept = this.sample.filter((_, place) => place % 2 === 0);
    this.sample.length = 0;
    for (const value of kept) this.sample.push(value);
    this.stride *= 2;
  }

  private takeText(value: string): void {
    this.texts++;
    const count = this.categories.get(value);
    if (count !== undefined) this.categories.set(value, count + 1);
    else if (this.categories.size < this.room.texts) this.categories.set(value, 1);
  }

  private asCategories(): Binning {
    const byCount = [...this.categories].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    const common = byCount.filter(([, count], rank) => rank < mostCategories && count > 1).map(([name]) => name);
    const other = byCount.slice(common.length, common.length + mostOther).map(([name]) => name);
    return {
      bins: { kind: 'categories', categories: common, other },
      ordered: false,
      seenOnce: onceIn(this.categories),
    };
  }
}

function onceIn<Value extends number | string>(counts: ReadonlyMap<Value, number>): ReadonlySet<Value> {
  return new Set([...counts].filter(([, count]) => count === 1).map(([value]) => value));
}
