/** A binary heap: gives what comes first by `before`, whatever the order of coming. */
export class Heap<Item> {
  private items: Item[] = [];

  constructor(private readonly before: (one: Item, other: Item) => boolean) {}

  get size(): number {
    return this.items.length;
  }

  first(): Item | undefined {
    return this.items[0];
  }

  push(item: Item): void {
    let at = this.items.length;
    this.items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(item, this.items[parent]!)) break;
      this.items[at] = this.items[parent]!;
      at = parent;
    }
    this.items[at] = item;
  }

  /** Takes the first one out; does nothing when there is none. */
  shift(): void {
    const last = this.items.pop();
    if (last === undefined || this.items.length === 0) return;
    let at = 0;
    for (;;) {
      const child = this.earlierChild(at);
      if (child === undefined || !this.before(this.items[child]!, last)) break;
      this.items[at] = this.items[child]!;
      at = child;
    }
    this.items[at] = last;
  }

  /** Keeps what `wanted` says, and forgets the others. */
  keep(wanted: (item: Item) => boolean): void {
    const kept = this.items.filter(wanted);
    this.items = [];
    for (const item of kept) this.push(item);
  }

  private earlierChild(at: number): number | undefined {
    const left = 2 * at + 1;
    const right = left + 1;
    if (left >= this.items.length) return undefined;
    return right < this.items.length && this.before(this.items[right]!, this.items[left]!) ? right : left;
  }
}
