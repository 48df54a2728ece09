import type { Answered, Answers } from '../exposure/lessons.js';
import type { Coverage } from '../summary/coverage.js';
import { KernelDistance } from './kernel-distance.js';
import { prada } from './prada.js';

/** What else speaks of one principal's questions: shown with what was found, never found by it. */
export interface Supporting extends Pick<Coverage, 'questions' | 'reached' | 'of' | 'classes'> {
  /** How normal the distances to own earlier questions are (PRADA); null where there are too few. */
  readonly shapiro_wilk: number | null;
  /** How far its questions lie from the reference (squared MMD, random Fourier features). */
  readonly mmd: number;
  /** The same of healthy principals; null where none asked enough. */
  readonly healthy: HealthySupport | null;
}

/** What healthy principals with at least thirty different questions show. */
export interface HealthySupport {
  readonly principals: number;
  /** The least normal of them; null where none has enough distances. */
  readonly shapiro_wilk: number | null;
  /** The farthest of them. */
  readonly mmd: number;
}

/** Fewer different questions support nothing. */
const fewest = 30;
/** The latest questions of a principal that are looked at. */
const mostQuestions = 300;
/** Healthy principals that are looked at, those with the most different questions. */
const mostHealthy = 100;

/** @param told what healthy principals were answered */
export function healthySupport(
  told: Iterable<readonly Answered[]>,
  reference: readonly Float64Array[],
): HealthySupport | null {
  const kernel = new KernelDistance(reference);
  const all = [...told]
    .filter(({ length }) => length >= fewest)
    .sort((a, b) => b.length - a.length)
    .slice(0, mostHealthy)
    .map((answered) => measured(answered, kernel));
  if (all.length === 0) return null;
  const normal = all.flatMap(({ shapiro_wilk }) => shapiro_wilk ?? []);
  return {
    principals: all.length,
    shapiro_wilk: normal.length === 0 ? null : Math.min(...normal),
    mmd: Math.max(...all.map(({ mmd }) => mmd)),
  };
}

/** Reckons what supports a finding; the kernel is made when it is first asked for. */
export class Supporter {
  private kernel: KernelDistance | undefined;

  constructor(
    private readonly reference: readonly Float64Array[],
    private readonly healthy: HealthySupport | null,
  ) {}

  /** @returns undefined where too few different questions are remembered of the principal */
  of(answers: Answers | undefined, coverage: () => Coverage): Supporting | undefined {
    if (answers === undefined || answers.size < fewest) return undefined;
    this.kernel ??= new KernelDistance(this.reference);
    const { questions, reached, of, classes } = coverage();
    return {
      questions,
      reached,
      of,
      classes,
      ...measured([...answers.values()], this.kernel),
      healthy: this.healthy,
    };
  }
}

function measured(answered: readonly Answered[], kernel: KernelDistance): Pick<Supporting, 'shapiro_wilk' | 'mmd'> {
  const latest = answered.slice(-mostQuestions);
  return { shapiro_wilk: prada(latest) ?? null, mmd: kernel.from(latest.map(({ point }) => point)) };
}
