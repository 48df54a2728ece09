import { makeBaseline, type Baseline, type CompromiseWatch } from '@anchorwatch/detection';
import {
  Ledger,
  decidePromotion,
  decideRegistration,
  foldRegister,
  type RegisteredWeights,
} from '@anchorwatch/governance';
import type { Store } from '@anchorwatch/store';
import type { InferenceEvent, StoredEvent } from '@anchorwatch/telemetry';
import { streamOf } from './ledger-view.js';

/** Makes a baseline of healthy events of one model, with ticks of 20 s, registers the model and promotes it from an event time on. */
export async function promoteBaseline(
  given: Pick<Store, 'detection' | 'ledger'>,
  model: string,
  events: readonly InferenceEvent[],
  wish: { effective_from?: number; budget_weights?: RegisteredWeights; compromise?: CompromiseWatch } = {},
): Promise<Baseline> {
  const { effective_from = 0, budget_weights = {}, compromise } = wish;
  const healthy: StoredEvent[] = events.map((event, offset) => ({
    event,
    source: { topic: 'file:healthy', partition: 0, offset, part: 0 },
  }));
  const baseline = await makeBaseline({
    model,
    model_version: '',
    made_from: 'the healthy part',
    tick: { kind: 'time', ms: 20_000 },
    segment_fields: [],
    compromise,
    events: () => [healthy],
  });
  await given.detection.putBaseline(baseline);
  const ledger = await Ledger.open(given.ledger, streamOf(model));
  const registration = { model, owner: 'ann', risk_tier: 'high', stage: 'production', budget_weights } as const;
  await ledger.append(decideRegistration(foldRegister(ledger.entries), registration, 'user:ann', 0));
  const request = { digest: baseline.digest, model_version: '', effective_from };
  const decision = decidePromotion(foldRegister(ledger.entries), request, 'user:ann', 0);
  if ('refusal' in decision) throw new Error(decision.refusal.message);
  await ledger.append(decision.drafts);
  return baseline;
}
