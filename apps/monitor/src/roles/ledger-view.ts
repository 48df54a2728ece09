import { foldRegister, type LedgerEntry, type LedgerStore, type RegisteredModel } from '@anchorwatch/governance';
import { foldIncidents, type IncidentRecord } from '@anchorwatch/incidents';
import { foldRuns, type Run } from '@anchorwatch/playbooks';
import { foldSelfTest, type RecordedSelfTest } from './fold-self-test.js';

const STREAM = 'model:';

/** What the ledger says of one model: its place in the register, its incidents, its runs. */
export interface ModelState {
  readonly model: string;
  readonly register: RegisteredModel | undefined;
  readonly incidents: ReadonlyMap<string, IncidentRecord>;
  readonly runs: ReadonlyMap<string, Run>;
  readonly self_test?: RecordedSelfTest;
}

export const streamOf = (model: string): string => `${STREAM}${model}`;

/** The fold of one model's entries. */
export function foldModel(model: string, entries: readonly LedgerEntry[]): ModelState {
  return {
    model,
    register: foldRegister(entries),
    incidents: foldIncidents(entries),
    runs: foldRuns(entries),
    self_test: foldSelfTest(entries),
  };
}

/** The reading side of the ledger: every model's state, brought up to date on demand, folded again only when it changed. */
export class LedgerView {
  private readonly entries = new Map<string, LedgerEntry[]>();
  private readonly states = new Map<string, ModelState>();
  private underWay: Promise<unknown> = Promise.resolve();
  private next: Promise<void> | undefined;

  constructor(private readonly ledger: LedgerStore) {}

  /**
   * Reads what changed since the last time; one cheap query when nothing did. Whatever was recorded before the call is
   * seen: a reading under way may have looked too early, so all who come meanwhile share the one after it.
   */
  refresh(): Promise<void> {
    this.next ??= this.underWay.then(() => {
      this.next = undefined;
      const reading = this.read();
      this.underWay = reading.catch(() => undefined);
      return reading;
    });
    return this.next;
  }

  of(model: string): ModelState | undefined {
    return this.states.get(model);
  }

  all(): readonly ModelState[] {
    return [...this.states.values()];
  }

  entriesOf(model: string): readonly LedgerEntry[] {
    return this.entries.get(model) ?? [];
  }

  private async read(): Promise<void> {
    for (const [stream, seq] of Object.entries(await this.ledger.heads())) {
      if (!stream.startsWith(STREAM)) continue;
      const model = stream.slice(STREAM.length);
      const known = this.entries.get(model) ?? [];
      const last = known.at(-1)?.seq ?? 0;
      if (last >= seq) continue;
      const entries = [...known, ...(await this.ledger.read(stream, last))];
      this.entries.set(model, entries);
      this.states.set(model, foldModel(model, entries));
    }
  }
}
