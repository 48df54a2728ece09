import { Heap } from './heap.js';

interface Entry<Value> {
  readonly key: string;
  readonly value: Value;
  readonly time: number;
}

/**
 * Values by key, each with the time it counts from, milliseconds: found by key, and given in order of time from either
 * end. Equal times are told apart by key, so that the order is the same whatever came first.
 */
export class ByTime<Value> {
  private readonly entries = new Map<string, Entry<Value>>();
  private readonly ends = {
    first: new Heap<Entry<Value>>((one, other) => precedes(one, other)),
    last: new Heap<Entry<Value>>((one, other) => precedes(other, one)),
  };

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Entry<Value> | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Value, time: number): void {
    const entry = { key, value, time };
    this.entries.set(key, entry);
    this.ends.first.push(entry);
    this.ends.last.push(entry);
  }

  delete(key: string): void {
    this.entries.delete(key);
    // What is deleted stays in the heaps until it comes to an end of them: at most as much as is there, and a little.
    for (const heap of [this.ends.first, this.ends.last])
      if (heap.size > 2 * this.entries.size + 1_000) heap.keep((entry) => this.holds(entry));
  }

  /** The one of the earliest, or of the latest, time. */
  end(which: 'first' | 'last'): Entry<Value> | undefined {
    const heap = this.ends[which];
    for (let entry = heap.first(); entry !== undefined; entry = heap.first()) {
      if (this.holds(entry)) return entry;
      heap.shift();
    }
    return undefined;
  }

  /** Takes out those that count from before `time`, the earliest first. */
  takeBefore(time: number): Value[] {
    const taken: Value[] = [];
    for (let entry = this.end('first'); entry !== undefined && entry.time < time; entry = this.end('first')) {
      this.delete(entry.key);
      taken.push(entry.value);
    }
    return taken;
  }

  private holds(entry: Entry<Value>): boolean {
    return this.entries.get(entry.key) === entry;
  }
}

function precedes<Value>(one: Entry<Value>, other: Entry<Value>): boolean {
  return one.time < other.time || (one.time === other.time && one.key < other.key);
}
