export const RISK_TIERS = ['low', 'limited', 'high', 'critical'] as const;
/** How much harm a wrong answer can do, as its owner declared it. */
export type RiskTier = (typeof RISK_TIERS)[number];

export const STAGES = ['development', 'staging', 'production', 'retired'] as const;
/** Where a model is in its life. */
export type Stage = (typeof STAGES)[number];

/** One version of a model, and which bytes it is. */
export interface RegisteredVersion {
  readonly model_version: string;
  /** `sha256:<64 hex digits>`, or '' while nobody has said. */
  readonly artefact_digest: string;
}

/** A person's decision that a baseline is the reference from an event time on. */
export interface Promotion {
  /** The baseline's digest. */
  readonly digest: string;
  readonly model_version: string;
  /** Event time from which it is in force: epoch milliseconds, or row number where files have no time. */
  readonly effective_from: number;
  readonly by: string;
  /** Wall clock, milliseconds. */
  readonly at: number;
}

/** What weights of the alarm budget speak of. */
export const WEIGHED = ['subjects', 'segments', 'scales', 'statistics'] as const;

/**
 * Factors above 0 by which tests of one model get more of its alarm budget than others, by name; 1 where nothing is said. A
 * subject of 0 is not watched; `* × *` stands for every pair of features that is not named itself.
 */
export type RegisteredWeights = Readonly<Partial<Record<(typeof WEIGHED)[number], Readonly<Record<string, number>>>>>;

export const TOLERANCES = ['ks', 'component', 'psi', 'share', 'volume'] as const;

/** What a difference must exceed before it counts, by subject; `*` for every subject that says nothing else. */
export type RegisteredTolerances = Readonly<
  Record<string, Readonly<Partial<Record<(typeof TOLERANCES)[number], number>>>>
>;

/** What a person says of a model: by REST, or as one document of `models.d/`. */
export interface Registration {
  readonly model: string;
  readonly owner: string;
  readonly risk_tier: RiskTier;
  readonly stage: Stage;
  /** Absent: stays as it is. */
  readonly description?: string;
  /** This model's share of the alarm budget relative to the others, > 0. Absent: stays as it is (1 at first). */
  readonly alarms_weight?: number;
  /** How the model's share is divided among its tests. Absent: stays as it is (evenly at first). */
  readonly budget_weights?: RegisteredWeights;
  /** Absent: stay as they are (those of the product at first). */
  readonly tolerances?: RegisteredTolerances;
  /** How much each feature weighs in the model's answers, ≥ 0, in any unit. Absent: stays as it is (unknown at first). */
  readonly importance?: Readonly<Record<string, number>>;
  /** Versions to know of; those not named stay. */
  readonly versions?: readonly RegisteredVersion[];
}

/** A model as the register knows it: the fold of its ledger stream. */
export interface RegisteredModel extends Required<Registration> {
  /** In the order in which they were promoted. */
  readonly promotions: readonly Promotion[];
  /** Wall clock, milliseconds. */
  readonly registered_at: number;
  /** Entry id of the last entry that changed the register; part of the identity of the next. */
  readonly revision: string;
}
