import { digestOf } from './canonical.js';
import type { RegistrationBody } from './fold-register.js';
import type { LedgerDraft } from './ledger.js';
import type { RegisteredModel, Registration } from './registered-model.js';

/**
 * What to record so that the register says what is wanted; nothing when it already does.
 *
 * `wanted` has passed `checkRegistration` against the same `current`: a digest that contradicts a known one is not recorded here.
 * Entry ids name the content and the revision it follows, so deciding again gives the same ids, and changing back and forth does not.
 *
 * @param now wall clock, milliseconds
 */
export function decideRegistration(
  current: RegisteredModel | undefined,
  wanted: Registration,
  actor: string,
  now: number,
): readonly LedgerDraft[] {
  const drafts: LedgerDraft[] = [];
  let revision = current?.revision ?? '';
  const record = (type: string, verb: string, body: Readonly<Record<string, unknown>>) => {
    const entry_id = `${verb}:${digestOf({ type, body, after: revision })}`;
    drafts.push({ entry_id, type, actor, recorded_at: now, subject_id: wanted.model, body });
    revision = entry_id;
  };

  const body = bodyOf(current, wanted);
  if (current === undefined) record('model.registered', 'registered', { ...body });
  else if (digestOf(body) !== digestOf(bodyOf(current, current))) record('model.changed', 'changed', { ...body });

  const digests = new Map(current?.versions.map((version) => [version.model_version, version.artefact_digest]));
  for (const { model_version, artefact_digest } of wanted.versions ?? []) {
    const known = digests.get(model_version);
    if (known === undefined || (known === '' && artefact_digest !== '')) {
      record('version.added', 'version', { model: wanted.model, model_version, artefact_digest });
      digests.set(model_version, artefact_digest);
    }
  }
  return drafts;
}

function bodyOf(current: RegisteredModel | undefined, wanted: Registration): RegistrationBody {
  return {
    model: wanted.model,
    owner: wanted.owner,
    risk_tier: wanted.risk_tier,
    stage: wanted.stage,
    description: wanted.description ?? current?.description ?? '',
    alarms_weight: wanted.alarms_weight ?? current?.alarms_weight ?? 1,
    budget_weights: wanted.budget_weights ?? current?.budget_weights ?? {},
    tolerances: wanted.tolerances ?? current?.tolerances ?? {},
    importance: wanted.importance ?? current?.importance ?? {},
  };
}
