export { LedgerStore } from './ledger.js';
export type { LedgerDraft, LedgerEntry } from './ledger.js';
export { MemoryLedgerStore } from './memory-ledger-store.js';
export { canonicalJson, digestOf } from './canonical.js';
export { GENESIS, chain, hashOf, verifyChain } from './chain.js';
export type { Verification } from './chain.js';
export { LedgerForked } from './ledger-forked.js';
export { Ledger } from './ledger-stream.js';
export type { LedgerListener } from './ledger-stream.js';
export type { Decision, Refusal } from './decision.js';
export { RISK_TIERS, STAGES, TOLERANCES } from './registered-model.js';
export type {
  Promotion,
  RegisteredModel,
  RegisteredTolerances,
  RegisteredVersion,
  RegisteredWeights,
  Registration,
  RiskTier,
  Stage,
} from './registered-model.js';
export { applyRegister, foldRegister } from './fold-register.js';
export { baselineInForce } from './baseline-in-force.js';
export { baselinesInForce } from './baselines-in-force.js';
export { checkRegistration, decodeRegistration } from './check-registration.js';
export type { Problem } from './check-registration.js';
export { decideRegistration } from './decide-registration.js';
export { decidePromotion } from './decide-promotion.js';
export type { PromotionRequest } from './decide-promotion.js';
export { serviceOf } from './service-of.js';
export type { Service } from './service-of.js';
