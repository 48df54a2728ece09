import type { RegisteredModel } from '@anchorwatch/governance';
import type { ModelTraffic } from '@anchorwatch/telemetry';

/** Something that a person did to a model and that time lines should show. Event time, milliseconds. */
export type ModelMark =
  | { readonly kind: 'release'; readonly at: number; readonly model_version: string; readonly artefact_digest: string }
  | { readonly kind: 'baseline'; readonly at: number; readonly model_version: string; readonly digest: string };

/** When versions were first seen and baselines came into force, by ascending time. */
export function modelMarks(
  traffic: readonly ModelTraffic[],
  register: Pick<RegisteredModel, 'promotions'> | undefined,
): readonly ModelMark[] {
  const releases = traffic.map(({ first_event_time, model_version, artefact_digest }): ModelMark => {
    return { kind: 'release', at: first_event_time, model_version, artefact_digest };
  });
  const baselines = (register?.promotions ?? []).map(({ effective_from, model_version, digest }): ModelMark => {
    return { kind: 'baseline', at: effective_from, model_version, digest };
  });
  return [...releases, ...baselines].sort((one, other) => one.at - other.at);
}
