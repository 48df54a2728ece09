import { TrainingWatcher, trainingFinding } from '@anchorwatch/compromise';
import type { Finding } from '@anchorwatch/detection';
import type { StepPlace, TrainingStep } from '@anchorwatch/telemetry';
import type { Infrastructure } from '../infra/infrastructure.js';
import { announceFindings } from './announce-findings.js';
import { TakingTurns } from './taking-turns.js';

/** Steps that came too late have the whole model read again at most so much of the time. */
const SHARE_OF_TIME = 0.05;

/** Reads the training steps of one model from the store, in the order of time, and puts what is found in them. */
export class TrainingStream {
  private watcher: TrainingWatcher;
  /** The last step that was read, and how many were. */
  private place: StepPlace | undefined;
  private count = 0;
  /** By finding: whether it was over when it was put. */
  private readonly told = new Map<string, boolean>();
  private mayBeginAgain = 0;

  constructor(
    private readonly infrastructure: Pick<Infrastructure, 'store' | 'bus' | 'metrics' | 'config'>,
    private readonly model: string,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.watcher = this.newWatcher();
  }

  /**
   * Reads what there is to read. A step that lies before those read has everything read again: the order decides what is found.
   * @returns milliseconds after which to go on again because that is not allowed yet; 0 where all is read
   */
  async goOn(signal: AbortSignal): Promise<number> {
    const { training } = this.infrastructure.store;
    const began = this.now();
    const late = this.place !== undefined && (await training.countUpTo(this.model, this.place)) !== this.count;
    const again = late && began >= this.mayBeginAgain;
    if (again) {
      this.watcher = this.newWatcher();
      this.place = undefined;
      this.count = 0;
    }
    const turns = new TakingTurns();
    for await (const page of training.stepsOf(this.model, this.place)) {
      const findings = new Map<string, Finding>();
      for (const step of page) {
        for (const finding of this.read(step)) findings.set(finding.id, finding);
        await turns.rest();
      }
      signal.throwIfAborted();
      await this.put([...findings.values()]);
    }
    if (again) this.mayBeginAgain = this.now() + (this.now() - began) / SHARE_OF_TIME;
    return late && !again ? this.mayBeginAgain - began : 0;
  }

  private read(step: TrainingStep): readonly Finding[] {
    const { time, run_id, step: number } = step;
    this.place = { time, run_id, step: number };
    this.count++;
    return this.watcher.read(step).map((signal) => trainingFinding(signal, this.model));
  }

  private async put(found: readonly Finding[]): Promise<void> {
    const fresh = found.filter(({ id, ended_at }) => this.told.get(id) !== (ended_at !== null));
    if (fresh.length === 0) return;
    await this.infrastructure.store.detection.putFindings(fresh);
    for (const { id, ended_at } of fresh) this.told.set(id, ended_at !== null);
    await announceFindings(this.infrastructure, fresh);
  }

  private newWatcher(): TrainingWatcher {
    return new TrainingWatcher(this.infrastructure.config.compromise.training_alarms_per_run);
  }
}
