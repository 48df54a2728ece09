import type { LedgerEntry } from './ledger.js';
import type { Promotion, RegisteredModel, RegisteredVersion, Registration } from './registered-model.js';

/** What `model.registered` and `model.changed` say. */
export type RegistrationBody = Omit<Required<Registration>, 'versions'>;

/** What entries of before these fields mean by their absence. */
const UNSAID = { budget_weights: {}, tolerances: {}, importance: {} };

/** The model as its stream tells it, or undefined while nobody registered it. Other entries of the stream are passed over. */
export function foldRegister(entries: readonly LedgerEntry[]): RegisteredModel | undefined {
  let model: RegisteredModel | undefined;
  for (const entry of entries) model = applyRegister(model, entry);
  return model;
}

/** One step of the fold. */
export function applyRegister(model: RegisteredModel | undefined, entry: LedgerEntry): RegisteredModel | undefined {
  const revision = entry.entry_id;
  if (entry.type === 'model.registered' && model === undefined) {
    const body = bodyOf<RegistrationBody>(entry);
    return { ...UNSAID, ...body, versions: [], promotions: [], registered_at: entry.recorded_at, revision };
  }
  if (model === undefined) return undefined;
  switch (entry.type) {
    case 'model.changed':
      return { ...model, ...bodyOf<RegistrationBody>(entry), revision };
    case 'version.added':
      return { ...model, versions: withVersion(model.versions, bodyOf<RegisteredVersion>(entry)), revision };
    case 'baseline.promoted':
      return { ...model, promotions: [...model.promotions, promotionOf(entry)], revision };
    default:
      return model;
  }
}

// A version's bytes are named once: a later entry can fill an empty digest, never replace one.
function withVersion(versions: readonly RegisteredVersion[], added: RegisteredVersion): readonly RegisteredVersion[] {
  const { model_version, artefact_digest } = added;
  const known = versions.find((version) => version.model_version === model_version);
  if (known === undefined) return [...versions, { model_version, artefact_digest }];
  if (known.artefact_digest !== '') return versions;
  return versions.map((version) => (version === known ? { model_version, artefact_digest } : version));
}

function promotionOf(entry: LedgerEntry): Promotion {
  const { digest, model_version, effective_from } = bodyOf<Omit<Promotion, 'by' | 'at'>>(entry);
  return { digest, model_version, effective_from, by: entry.actor, at: entry.recorded_at };
}

function bodyOf<T>(entry: LedgerEntry): T {
  return entry.body as unknown as T;
}
