import type { Finding } from '@anchorwatch/detection';
import { abuseOfCapacity } from './hypotheses/abuse-of-capacity.js';
import { backdoor } from './hypotheses/backdoor.js';
import { conceptDrift } from './hypotheses/concept-drift.js';
import { dataFault } from './hypotheses/data-fault.js';
import { evasion } from './hypotheses/evasion.js';
import { extraction } from './hypotheses/extraction.js';
import type { Hypothesis, Proposal } from './hypotheses/hypothesis.js';
import { injection } from './hypotheses/injection.js';
import { inputDrift } from './hypotheses/input-drift.js';
import { leakage } from './hypotheses/leakage.js';
import { membershipProbing } from './hypotheses/membership-probing.js';
import { movement } from './hypotheses/phrases.js';
import { poisoning } from './hypotheses/poisoning.js';
import { releaseRegression } from './hypotheses/release-regression.js';
import { slowService } from './hypotheses/slow-service.js';
import { tampering } from './hypotheses/tampering.js';
import { brokenBatch, otherRun, poisonedTraining } from './hypotheses/training.js';
import type { Diagnosis } from './incident.js';
import { listed } from './numbers.js';
import { article } from './title.js';
import type { DiagnosisContext } from './releases.js';
import { signsOf, type Signs } from './signs.js';

/** Below this score no explanation is offered. */
const TOO_WEAK = 0.4;
/** A second explanation this close is worth a word. */
const CLOSE = 0.2;
const CONFIDENCE_UNEXPLAINED = 0.3;

/** In the order that decides between equal scores: what is acted on soonest first. */
const PROPOSALS: readonly Proposal[] = [
  tampering,
  backdoor,
  evasion,
  extraction,
  membershipProbing,
  poisoning,
  poisonedTraining,
  leakage,
  injection,
  releaseRegression,
  dataFault,
  brokenBatch,
  abuseOfCapacity,
  slowService,
  conceptDrift,
  inputDrift,
  otherRun,
];

/**
 * What findings that belong together amount to, and why: each explanation weighs the joint evidence (did inputs, answers, truth, volume
 * or the version move; one or many; abruptly; with signs of a fault), the heaviest is the diagnosis, and a close second is named among
 * the reasons against. When none weighs enough, `unexplained shift` is the honest answer.
 *
 * Pure, and the same for any order of the findings. The confidence is a sum of documented weights, kept within 0.05 and 0.95.
 *
 * @param findings at least one
 */
export function diagnose(findings: readonly Finding[], context: DiagnosisContext): Diagnosis {
  const signs = signsOf(findings, context);
  const proposed = PROPOSALS.map((propose) => propose(signs)).filter((hypothesis) => hypothesis !== undefined);
  const [best, second] = proposed.sort((a, b) => b.score - a.score);
  if (best === undefined || best.score < TOO_WEAK) return unexplained(findings, signs, best);

  const { kind, score, words, reasons_for, reasons_against, would_settle } = best;
  const rival = second !== undefined && second.score >= score - CLOSE ? [perhaps(second)] : [];
  const where =
    signs.only_segments.length > 0 ? [`Only ${listed(signs.only_segments)} is concerned, not the whole traffic.`] : [];
  return {
    kind,
    confidence: score,
    reasons_for: [...new Set([...reasons_for, ...(reasons_against.includes(where[0] ?? '') ? [] : where)])],
    reasons_against: [...reasons_against, ...rival],
    would_settle,
    words,
  };
}

function unexplained(findings: readonly Finding[], signs: Signs, best: Hypothesis | undefined): Diagnosis {
  const first = findings[0];
  const moved =
    [...signs.answers, ...signs.inputs, ...signs.performance, ...signs.truth][0] ??
    (first && { subject: first.subject, role: first.role, psi: 0, ks: 0, finding: first });
  const words = signs.errors ? 'errors rose' : moved === undefined ? 'something moved' : movement(moved);
  return {
    kind: 'unexplained shift',
    confidence: CONFIDENCE_UNEXPLAINED,
    reasons_for: ['Something moved beyond chance, and no known pattern fits what moved with it.'],
    reasons_against: best === undefined ? [] : [perhaps(best)],
    would_settle: [
      "Look at the service's own logs for the time of the first finding.",
      'Wait for labels: they say whether the answers still hold.',
    ],
    words,
  };
}

function perhaps({ kind, reasons_for }: Hypothesis): string {
  return `It could also be ${article(kind)}: ${reasons_for[0] ?? ''}`;
}
