import { LedgerStore, type LedgerEntry } from './ledger.js';

/** The ledger in memory: for tests, and for one-off runs that keep nothing. An entry written again replaces itself. */
export class MemoryLedgerStore extends LedgerStore {
  /** Per stream and place the entries by their hash. */
  readonly #streams = new Map<string, Map<number, Map<string, LedgerEntry>>>();

  override async append(entries: readonly LedgerEntry[]): Promise<void> {
    for (const entry of entries) {
      const places = this.#streams.get(entry.stream) ?? new Map<number, Map<string, LedgerEntry>>();
      this.#streams.set(entry.stream, places);
      const place = places.get(entry.seq) ?? new Map<string, LedgerEntry>();
      places.set(entry.seq, place.set(entry.hash, structuredClone(entry)));
    }
  }

  override async read(stream: string, after = 0): Promise<readonly LedgerEntry[]> {
    const places = [...(this.#streams.get(stream) ?? [])].filter(([seq]) => seq > after).sort(([a], [b]) => a - b);
    return places.map(([, entries]) => entries.get([...entries.keys()].sort()[0]!)!);
  }

  override async heads(): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries(
      [...this.#streams].map(([stream, places]) => [
        stream,
        [...places.keys()].reduce((most, seq) => Math.max(most, seq)),
      ]),
    );
  }

  override async forks(stream: string): Promise<readonly number[]> {
    const places = [...(this.#streams.get(stream) ?? [])].filter(([, entries]) => entries.size > 1);
    return places.map(([seq]) => seq).sort((a, b) => a - b);
  }
}
