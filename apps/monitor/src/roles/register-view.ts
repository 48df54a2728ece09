import { baselineInForce, baselinesInForce, type RegisteredModel } from '@anchorwatch/governance';
import type { Baseline } from '@anchorwatch/detection';
import type { Store } from '@anchorwatch/store';
import { LedgerView } from './ledger-view.js';

/**
 * The register as one process sees it, with the promoted baselines at hand: which one is in force for an event is
 * answered at once. `refresh` brings it up to date with the ledger.
 */
export class RegisterView {
  private readonly view: LedgerView;
  private readonly baselines = new Map<string, Baseline>();

  constructor(private readonly store: Pick<Store, 'ledger' | 'detection'>) {
    this.view = new LedgerView(store.ledger);
  }

  async refresh(): Promise<void> {
    await this.view.refresh();
    for (const { digest } of this.models().flatMap((model) => model.promotions)) {
      if (this.baselines.has(digest)) continue;
      const baseline = await this.store.detection.baseline(digest);
      if (baseline) this.baselines.set(digest, baseline);
    }
  }

  models(): readonly RegisteredModel[] {
    return this.view.all().flatMap((state) => state.register ?? []);
  }

  baselineOf = (model: string, model_version: string, time: number): Baseline | undefined => {
    const registered = this.view.of(model)?.register;
    const digest = registered && baselineInForce(registered, model_version, time);
    return digest === undefined ? undefined : this.baselines.get(digest);
  };

  /** Those of every version, the newest first. */
  baselinesOf = (model: string, time: number): readonly Baseline[] => {
    const registered = this.view.of(model)?.register;
    const digests = registered === undefined ? [] : baselinesInForce(registered, time);
    return digests.flatMap((digest) => this.baselines.get(digest) ?? []);
  };

  /** Every baseline that was ever promoted: the streams that may need judging. */
  promoted(): readonly Baseline[] {
    const digests = new Set(this.models().flatMap((model) => model.promotions.map((promotion) => promotion.digest)));
    return [...digests].flatMap((digest) => this.baselines.get(digest) ?? []);
  }
}
