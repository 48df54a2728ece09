import {
  AskingJudge,
  type Asking,
  type AskingStore,
  type GoldenQuestion,
  type VersionState,
} from '@anchorwatch/compromise';
import type { Baseline, Finding } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import type { ProbeSettings } from '../config/probes.js';
import { askingAlphas } from './asking-budget.js';

/** What decides about rounds beside what is stored of them. */
export interface RoundsGiven {
  readonly baseline: Baseline;
  readonly probe: ProbeSettings;
  readonly golden: readonly GoldenQuestion[];
  readonly models: () => readonly RegisteredModel[];
  readonly alarms_per_week: number;
}

/** The stored rounds of one baseline's golden questions, judged as far as they were read: asks nobody. */
export class AskedRounds {
  readonly judge: AskingJudge;
  /** The last round read; 0 before the first. */
  last = 0;
  /** In how many rounds each question was asked. */
  readonly asked = new Map<string, number>();

  constructor(readonly given: RoundsGiven) {
    const { baseline, probe, golden, models, alarms_per_week } = given;
    const place = { model: baseline.model, baseline: baseline.digest, tick: baseline.tick };
    this.judge = new AskingJudge(golden, place, {
      alphasAt: (asked_at) => askingAlphas(models(), baseline, probe, alarms_per_week, asked_at),
      tolerance: probe.protocol === 'openai' ? 0 : probe.tolerance,
      samples: probe.protocol === 'openai' ? probe.samples : 10,
    });
  }

  /** Reads what was stored since; findings that began, grew or ended with it, each as it came to be last. */
  async catchUp(store: AskingStore): Promise<readonly Finding[]> {
    const { model, digest } = this.given.baseline;
    const findings = new Map<string, Finding>();
    for await (const page of store.rounds(model, digest, this.last))
      for (const round of roundsOf(page)) for (const finding of this.take(round)) findings.set(finding.id, finding);
    return [...findings.values()];
  }

  states(): readonly VersionState[] {
    return this.judge.states();
  }

  /** A question never seen as golden is one of another choice: it is not counted. */
  private take(round: readonly Asking[]): readonly Finding[] {
    this.last = Math.max(this.last, round[0]!.round);
    for (const { question, turn } of round)
      if (turn === 0) this.asked.set(question, (this.asked.get(question) ?? 0) + 1);
    return this.judge.take(round);
  }
}

/** Pages hold whole rounds, in order. */
function roundsOf(page: readonly Asking[]): readonly (readonly Asking[])[] {
  const rounds = new Map<number, Asking[]>();
  for (const asking of page) {
    const known = rounds.get(asking.round);
    if (known === undefined) rounds.set(asking.round, [asking]);
    else known.push(asking);
  }
  return [...rounds.values()];
}
