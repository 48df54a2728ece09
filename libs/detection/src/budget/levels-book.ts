import type { Baseline, SubjectRole } from '../baselines/baseline.js';
import { factorsOf, weightOfSubject, type Factor } from './budget-weights.js';
import type { Feed } from '../detection-store.js';
import { Levels } from './levels.js';
import { paidLooks, type JudgePolicy, type Tolerances } from './policy.js';

/** The levels of the windows that a judge looks at: one entry a share of the budget and tolerance, made when first asked for. */
export class LevelsBook {
  private readonly known = new Map<string, Levels>();
  private readonly factor: Factor;
  private readonly statistics: ReadonlyMap<string, ReadonlySet<string>>;

  constructor(
    private readonly policy: JudgePolicy,
    baseline: Baseline,
    feed: Feed,
  ) {
    this.factor = factorsOf(baseline, feed, policy);
    const statistics = new Map<string, Set<string>>();
    for (const look of paidLooks(baseline, feed, policy)) {
      const known = statistics.get(look.subject) ?? new Set<string>();
      statistics.set(look.subject, known);
      for (const name of look.statistics) known.add(name);
    }
    this.statistics = statistics;
  }

  /** Whether a subject is judged at all. @param role unknown for traffic and measures of performance */
  watches(subject: string, role: SubjectRole | undefined): boolean {
    return weightOfSubject(this.policy.weights, subject, role) > 0;
  }

  /** The levels of the window of `scale` ticks of a subject that is judged, in a segment. */
  at(subject: string, segment: string, scale: number): Levels {
    const tolerances = { ...this.policy.tolerances, ...this.policy.subject_tolerances?.[subject] };
    if (this.policy.weights?.statistics === undefined)
      return this.shared(this.factor(subject, segment, scale, ''), tolerances);
    const names = [...(this.statistics.get(subject) ?? [])];
    return new Levels(
      this.policyAt(this.factor(subject, segment, scale, ''), tolerances),
      new Map(names.map((name) => [name, this.shared(this.factor(subject, segment, scale, name), tolerances)])),
    );
  }

  private shared(factor: number, tolerances: Tolerances): Levels {
    const key = `${factor} ${JSON.stringify(tolerances)}`;
    const found = this.known.get(key) ?? new Levels(this.policyAt(factor, tolerances));
    this.known.set(key, found);
    return found;
  }

  private policyAt(factor: number, tolerances: Tolerances): JudgePolicy {
    const alpha = Math.min(0.05, this.policy.alpha * factor);
    return { ...this.policy, alpha, tolerances };
  }
}
