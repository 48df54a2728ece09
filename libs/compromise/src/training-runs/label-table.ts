import type { LabelCounts } from '@anchorwatch/telemetry';

/** Labels that are told apart; what comes beyond is counted under OTHER. */
const mostLabels = 200;
export const OTHER = 'OTHER';

/** Sums of label counts. */
export class LabelTable {
  readonly counts = new Map<string, number>();
  total = 0;

  add(more: LabelCounts | LabelTable): void {
    const entries = more instanceof LabelTable ? more.counts : Object.entries(more);
    for (const [label, count] of entries) {
      const name = this.counts.has(label) || this.counts.size < mostLabels ? label : OTHER;
      this.counts.set(name, (this.counts.get(name) ?? 0) + count);
      this.total += count;
    }
  }

  of(label: string): number {
    return this.counts.get(label) ?? 0;
  }

  share(label: string): number {
    return this.total === 0 ? 0 : this.of(label) / this.total;
  }
}

/** Both tables over the same labels; those of which fewer than five are expected in either are put together, as G asks for. */
export function sideBySide(
  current: LabelTable,
  reference: LabelTable,
): { readonly bins: string[]; readonly current: number[]; readonly reference: number[] } {
  const labels = [...new Set([...reference.counts.keys(), ...current.counts.keys()])].sort();
  const all = current.total + reference.total;
  const least = Math.min(current.total, reference.total);
  const often = labels.filter((label) => (least * (current.of(label) + reference.of(label))) / all >= 5);
  const sides = [current, reference].map((side) => {
    const counts = often.map((label) => side.of(label));
    const rest = side.total - counts.reduce((sum, count) => sum + count, 0);
    return { counts, rest };
  });
  const rest = sides[0]!.rest + sides[1]!.rest > 0;
  const [now, before] = sides.map((side) => (rest ? [...side.counts, side.rest] : side.counts));
  return { bins: rest ? [...often, OTHER] : often, current: now!, reference: before! };
}
