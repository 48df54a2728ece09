import { baselinesInForce, type RegisteredModel } from '@anchorwatch/governance';
import type { ModelTraffic } from '@anchorwatch/telemetry';

/** A promoted baseline, as a choice. */
export interface ServingBaseline {
  readonly digest: string;
  readonly model_version: string;
  readonly effective_from: number;
  /** Whether what comes in now is compared with it, of any version. */
  readonly in_force: boolean;
}

const most = 50;

/** The promoted baselines of a model: those in force first, and of these and the others the newest first. At most fifty. */
export function servingBaselines(
  register: Pick<RegisteredModel, 'promotions'> | undefined,
  traffic: readonly Pick<ModelTraffic, 'last_event_time'>[],
): readonly ServingBaseline[] {
  if (register === undefined) return [];
  const last = traffic.length === 0 ? Infinity : Math.max(...traffic.map(({ last_event_time }) => last_event_time));
  const inForce = new Set(baselinesInForce(register, last));
  const promoted = new Map(register.promotions.map((promotion) => [promotion.digest, promotion]));
  return [...promoted.values()]
    .map(({ digest, model_version, effective_from }) => ({
      digest,
      model_version,
      effective_from,
      in_force: inForce.has(digest),
    }))
    .sort((a, b) => Number(b.in_force) - Number(a.in_force) || b.effective_from - a.effective_from)
    .slice(0, most);
}
