import type { Finding } from '@anchorwatch/detection';
import { randomFrom } from '@anchorwatch/stats';
import type { InferenceEvent, Prediction } from '@anchorwatch/telemetry';
import { answerOf, Chance, ordinary } from '../traffic.fixture.js';
import type { Asking, GoldenQuestion } from './asking.js';
import { AskingJudge } from './asking-judge.js';
import { planRound } from './plan-round.js';

export const place = { model: 'loans', baseline: 'b1', tick: { kind: 'time', ms: 60_000 } } as const;
export const options = { alphasAt: () => ({ answer: 1e-6, law: 1e-3 }), tolerance: 0, samples: 10 };

/** Healthy traffic of version 1, as telemetry has it. */
export const healthy: readonly InferenceEvent[] = ordinary(new Chance(1), 0, 4_000).map(({ event }) => event);

/** Answers one question; `turn` lets it answer otherwise the second time. */
export type Served = (question: GoldenQuestion, turn: number) => Prediction;

export const sound: Served = ({ features }) => answerOf(features);
/** Another label with the score that goes with it. */
export const flipped = ({ label, classes }: Prediction): Prediction => {
  const other = label === 'yes' ? 'no' : 'yes';
  return { label: other, score: classes!['yes']!, classes: { yes: classes!['no']!, no: classes!['yes']! } };
};

/** Plays rounds against a served model, as the server's shell does. */
export class Play {
  readonly judge: AskingJudge;
  readonly askings: Asking[] = [];
  private readonly asked = new Map<string, number>();
  private round = 0;

  constructor(
    private readonly golden: readonly GoldenQuestion[],
    private readonly size = 12,
    private readonly random = randomFrom(1),
    given: Partial<typeof options> = {},
  ) {
    this.judge = new AskingJudge(golden, place, { ...options, ...given });
  }

  ask(served: Served, model_version = '1'): readonly Finding[] {
    this.round++;
    const picked = planRound(this.golden, this.asked, this.judge.conflicting(), this.size, this.random);
    const askings: Asking[] = [];
    const turns = new Map<string, number>();
    const ask = (golden: GoldenQuestion) => {
      const turn = turns.get(golden.question) ?? 0;
      turns.set(golden.question, turn + 1);
      askings.push({
        ...place,
        question: golden.question,
        round: this.round,
        turn,
        asked_at: this.round * 600_000 + askings.length,
        model_version,
        artefact_digest: '',
        answer: served(golden, turn),
        failure: '',
        reason: '',
      });
    };
    for (const golden of picked) {
      this.asked.set(golden.question, (this.asked.get(golden.question) ?? 0) + 1);
      ask(golden);
    }
    for (let again = this.judge.again(askings); again.length > 0; again = this.judge.again(askings))
      for (const question of again) ask(this.golden.find((one) => one.question === question)!);
    this.askings.push(...askings);
    return this.judge.take(askings);
  }

  /** Rounds until every question was asked once. */
  all(served: Served, model_version = '1'): readonly Finding[] {
    const rounds = Math.ceil(this.golden.length / this.size);
    return Array.from({ length: rounds }, () => this.ask(served, model_version)).flat();
  }
}
