/** What is remembered of a question that came with a fingerprint. */
export interface PrintedRow {
  readonly prints: readonly string[];
  readonly id: string;
  readonly label: string | undefined;
  readonly asker: string;
  /** Different askers of the walk up to here, the latest last: at most eight. */
  readonly hands: readonly string[];
}

export interface PrintsMemory {
  readonly rows: readonly PrintedRow[];
  /** The number of the first of them. */
  readonly first: number;
}

/** The earlier question that shares most hashes with a new one. */
export interface Match {
  readonly row: PrintedRow;
  /** Of the hashes of the one that has more. */
  readonly share: number;
}

const remembered = 2_000;
/** Questions with a hash that are counted, the latest: what very many have in common tells little. */
const mostAlike = 20;
/** Questions that are compared hash by hash. */
const mostCompared = 5;
/** Hashes of a question that are used, the first. */
const mostPrints = 64;

/**
 * The last 2,000 questions by the hashes of their fingerprints: which of them shares most with a new one, without comparing it to all.
 *
 * @see Li et al. (2022), Blacklight: scalable defense for neural networks against query-based black-box attacks, USENIX Security
 */
export class PrintIndex {
  private rows: PrintedRow[];
  private first: number;
  private readonly places = new Map<string, number[]>();

  constructor(memory?: PrintsMemory) {
    this.rows = [...(memory?.rows ?? [])];
    this.first = memory?.first ?? 0;
    this.rows.forEach(({ prints }, k) => this.enter(prints, this.first + k));
  }

  /** The most alike; of several the latest. */
  match(prints: readonly string[]): Match | undefined {
    const shared = new Map<number, number>();
    for (const print of prints)
      for (const number of (this.places.get(print) ?? []).slice(-mostAlike))
        shared.set(number, (shared.get(number) ?? 0) + 1);
    const likeliest = [...shared].sort((a, b) => b[1] - a[1] || b[0] - a[0]).slice(0, mostCompared);
    let best: Match | undefined;
    for (const [number] of likeliest) {
      const row = this.rows[number - this.first]!;
      const share = shareOf(row.prints, prints);
      if (best === undefined || share > best.share) best = { row, share };
    }
    return best;
  }

  add(row: PrintedRow): void {
    this.rows.push(row);
    this.enter(row.prints, this.first + this.rows.length - 1);
    if (this.rows.length < 2 * remembered) return;
    for (const { prints } of this.rows.slice(0, remembered))
      for (const print of prints) {
        const rest = this.places.get(print)!.slice(1);
        if (rest.length === 0) this.places.delete(print);
        else this.places.set(print, rest);
      }
    this.rows = this.rows.slice(remembered);
    this.first += remembered;
  }

  memory(): PrintsMemory {
    return { rows: [...this.rows], first: this.first };
  }

  private enter(prints: readonly string[], number: number): void {
    for (const print of prints) {
      const places = this.places.get(print);
      if (places === undefined) this.places.set(print, [number]);
      else places.push(number);
    }
  }
}

function shareOf(one: readonly string[], other: readonly string[]): number {
  const known = new Set(one);
  return other.filter((print) => known.has(print)).length / Math.max(one.length, other.length);
}

/** The different hashes that a producer sent: separated by blanks or commas. */
export function printsOf(attributes: Readonly<Record<string, string>>): readonly string[] {
  const text = attributes['fingerprint'] ?? '';
  return [...new Set(text.split(/[\s,]+/).filter((print) => print !== ''))].slice(0, mostPrints);
}
