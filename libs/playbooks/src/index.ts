export { AllowedHttp, NotAllowed } from './actions/allowed-http.js';
export type { Answer } from './actions/exchange.js';
export { HttpApiAction } from './actions/http-api.js';
export type { HttpApiOptions } from './actions/http-api.js';
export { schemeExtension } from './actions/http-destination.js';
export type { Action, ActionOutcome, ActionRegistry, ActionRequest } from './actions/action.js';
export type { Secrets } from './actions/authentication.js';
export { checkPlaybook } from './check-playbook.js';
export { evaluate } from './condition/evaluate.js';
export type { Evaluation } from './condition/evaluate.js';
export { decideApproval } from './decide-approval.js';
export type { ApprovalOutcome } from './decide-approval.js';
export { digestOf } from './digest.js';
export { endpointVariables } from './endpoint-variables.js';
export { applyEntry, foldRuns } from './fold-runs.js';
export type { RunEntry } from './fold-runs.js';
export type { IncidentFacts } from './incident-facts.js';
export { incidentVariables } from './incident-variables.js';
export { interpolate, UnknownValue } from './interpolate.js';
export { InvalidPlaybook, loadPlaybook } from './load-playbook.js';
export { mask } from './actions/mask.js';
export { matchPlaybook } from './match-playbook.js';
export type { Next } from './next.js';
export { nextSteps } from './next-steps.js';
export { pause } from './pause.js';
export type {
  ActionStep,
  AgentTarget,
  AuthenticationInfo,
  Command,
  Playbook,
  Step,
  Variable,
  Variables,
} from './playbook.js';
export type { Problem } from './problem.js';
export type { Run, StepRun, StepState } from './run.js';
export { PlaybookRunner } from './runner.js';
export type { RunnerOptions } from './runner.js';
export { runId, startRun } from './start-run.js';
export type { RunRequest } from './start-run.js';
