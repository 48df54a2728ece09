import { isWorse, type Finding, type SubjectRole } from '@anchorwatch/detection';
import { bitSigns, type BitSign } from './bit-signs.js';
import { faultSigns, type FaultSign } from './fault-signs.js';
import { inOrder } from './order.js';
import { versionSigns, type DiagnosisContext, type VersionSigns } from './releases.js';

/** One thing that moved, by the finding that shows it most. */
export interface Moved {
  readonly subject: string;
  readonly role: SubjectRole;
  readonly psi: number;
  readonly ks: number;
  readonly finding: Finding;
}

/** The joint evidence in the terms in which a person would ask about it. */
export interface Signs {
  /** Inputs that moved, the most first; then how they go together, which is no input by itself. */
  readonly inputs: readonly Moved[];
  /** Inputs that moved too, but so much less, or so much less surely, than something else that they do not explain it. */
  readonly faint_inputs: readonly Moved[];
  readonly answers: readonly Moved[];
  readonly truth: readonly Moved[];
  /** Measures by which the answers became worse, as labels show it, the surest first. */
  readonly performance: readonly Moved[];
  /** More errors than before; fewer are not counted here. */
  readonly errors: boolean;
  readonly latency: boolean;
  readonly constant_answer: boolean;
  readonly volume: 'up' | 'down' | 'silence' | undefined;
  readonly faults: readonly FaultSign[];
  readonly version: VersionSigns;
  /** Segments, when nothing was found in the whole traffic; else empty. */
  readonly only_segments: readonly string[];
  readonly principals: readonly string[];
  /** What the compromise detectors say, by bit, the surest first. */
  readonly bits: readonly BitSign[];
  readonly pace: 'abrupt' | 'slow' | 'unclear';
}

/** Below this share of the largest movement, an input does not explain it. */
const FAINT = 0.1;
const ANSWERS: readonly SubjectRole[] = ['score', 'prediction label', 'prediction value', 'confidence'];
/** Several inputs at once. */
const TOGETHER: readonly SubjectRole[] = ['reconstruction error', 'feature pair', 'features together'];
const HARD = ['missing values', 'wrong type', 'no number'];

/** Reads what findings say together. */
export function signsOf(findings: readonly Finding[], context: DiagnosisContext): Signs {
  const everything = inOrder(findings);
  const ordered = everything.filter(({ role }) => role !== 'bit');
  const distributions = ordered.filter(({ kind }) => !OTHERWISE.includes(kind));
  const moved = movements(distributions);
  const inputs = [...moved.filter(isInput), ...moved.filter(({ role }) => TOGETHER.includes(role))];
  const answers = moved.filter(({ role }) => ANSWERS.includes(role));
  const largest = Math.max(0, ...[...inputs, ...answers].map(({ psi }) => psi));
  const hard = new Set(ordered.filter(({ kind }) => HARD.includes(kind)).map(({ subject }) => subject));
  const alarmed = new Set(distributions.filter(({ tier }) => tier === 'alarm').map(({ subject }) => subject));
  const isAlarmed = ({ subject }: Moved) => alarmed.has(subject);
  // What is only on watch among the inputs does not explain answers that are beyond doubt.
  const answersAlone = answers.some(isAlarmed) && !inputs.some(isAlarmed);
  const faint = ({ subject, psi }: Moved) => (psi < FAINT * largest || answersAlone) && !hard.has(subject);
  return {
    inputs: inputs.filter((input) => !faint(input)),
    faint_inputs: inputs.filter(faint),
    answers: answers.filter(({ psi }) => psi >= FAINT * largest),
    truth: moved.filter(({ role }) => role === 'truth'),
    performance: worse(ordered),
    errors: ordered.some(errorsRose),
    latency: ordered.some(({ role }) => role === 'latency'),
    constant_answer: ordered.some(({ kind }) => kind === 'constant answer'),
    volume: volumeOf(ordered),
    faults: strongest(ordered.filter(isInput).flatMap(faultSigns)),
    version: versionSigns(everything, context),
    only_segments: ordered.some(({ segment }) => segment === '') ? [] : [...new Set(ordered.map((f) => f.segment))],
    principals: [...new Set(everything.flatMap(({ principals }) => principals))],
    bits: bitSigns(everything),
    pace: paceOf(ordered),
  };
}

/** Whether what moved is one input by itself. */
export function isInput({ role }: Pick<Moved, 'role'>): boolean {
  return role === 'feature' || role === 'embedding';
}

const OTHERWISE = ['volume', 'silence', 'errors', 'performance'];

function worse(findings: readonly Finding[]): readonly Moved[] {
  const found = findings.filter((finding) => finding.kind === 'performance' && isWorse(finding));
  const surest = [...found].sort((a, b) => a.p_value - b.p_value || (a.id < b.id ? -1 : 1));
  return surest
    .filter(({ subject }, k) => surest.findIndex((other) => other.subject === subject) === k)
    .map((finding) => ({ subject: finding.subject, role: finding.role, psi: 0, ks: 0, finding }));
}

function movements(findings: readonly Finding[]): readonly Moved[] {
  const bySubject = new Map<string, Moved>();
  for (const finding of findings) {
    const { subject, role } = finding;
    const { psi, ks } = finding.evidence;
    const key = `${role}\n${subject}`;
    if (psi > (bySubject.get(key)?.psi ?? -1)) bySubject.set(key, { subject, role, psi, ks, finding });
  }
  return [...bySubject.values()].sort((a, b) => b.psi - a.psi || (a.subject < b.subject ? -1 : 1));
}

// One sign a subject: its strongest.
function strongest(signs: readonly FaultSign[]): readonly FaultSign[] {
  const sorted = [...signs].sort((a, b) => b.weight - a.weight || (a.subject < b.subject ? -1 : 1));
  return sorted.filter(({ subject }, k) => sorted.findIndex((sign) => sign.subject === subject) === k);
}

function volumeOf(findings: readonly Finding[]): Signs['volume'] {
  if (findings.some(({ kind }) => kind === 'silence')) return 'silence';
  const finding = findings.find(({ kind, role }) => kind === 'volume' || role === 'volume');
  if (finding === undefined) return undefined;
  return below(finding) ? 'down' : 'up';
}

function errorsRose(finding: Finding): boolean {
  return (finding.kind === 'errors' || finding.role === 'errors') && !below(finding);
}

// The critical value lies on the side to which the statistic went.
function below({ value, critical }: Finding): boolean {
  return value < critical;
}

/** Seen at once in a small window far beyond its critical value, or only by summing many ticks. */
function paceOf(findings: readonly Finding[]): Signs['pace'] {
  const strong = ({ scale, value, critical }: Finding) => scale <= 4 && critical > 0 && value >= 1.5 * critical;
  if (findings.some(strong)) return 'abrupt';
  return findings.length > 0 && findings.every(({ scale }) => scale >= 16) ? 'slow' : 'unclear';
}
