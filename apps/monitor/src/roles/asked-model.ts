import { planRound, type Asking, type GoldenQuestion, type ModelProbe } from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import type { ProbeSettings } from '../config/probes.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { announceFindings } from './announce-findings.js';
import { askOne, servedBy } from './ask-one.js';
import { AskedRounds } from './asked-rounds.js';
import { AskedStrip } from './asked-strip.js';
import { chooseStoredGolden } from './choose-stored-golden.js';
import type { RegisterView } from './register-view.js';

/** As many failures in a row end a round: whoever is away is not asked on. */
const mostFailures = 3;

export interface AskedModelGiven {
  readonly infrastructure: Infrastructure;
  readonly register: RegisterView;
  readonly settings: ProbeSettings;
  readonly probe: ModelProbe;
  readonly now: () => number;
  /** Numbers in [0, 1) that the model's server cannot foresee. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** One model that is asked again: a round is planned, asked, stored, judged and told, in this order, so that a crash repeats and never loses. */
export class AskedModel {
  private rounds: AskedRounds | undefined;

  private readonly strip: AskedStrip;

  constructor(private readonly given: AskedModelGiven) {
    this.strip = new AskedStrip(given);
  }

  /** @returns in words why nothing was asked; '' when it was */
  async round(): Promise<string> {
    try {
      return await this.play();
    } catch (error) {
      // Nobody knows what was stored: the next round begins with what the store says.
      this.rounds = undefined;
      throw error;
    }
  }

  private async play(): Promise<string> {
    const { infrastructure, register, settings, random } = this.given;
    const { store } = infrastructure;
    await register.refresh();
    const traffic = await store.telemetry.traffic(settings.model);
    const [newest] = [...traffic].sort((a, b) => b.last_event_time - a.last_event_time);
    const version = newest?.model_version ?? '';
    const baseline = register.baselineOf(settings.model, version, newest?.last_event_time ?? Number.MAX_SAFE_INTEGER);
    if (baseline === undefined) return 'no baseline is in force';
    const rounds = await this.opened(baseline);
    if (typeof rounds === 'string') return rounds;
    await this.tell(await rounds.catchUp(store.asking));
    const { golden } = rounds.given;
    const picked = planRound(golden, rounds.asked, rounds.judge.conflicting(), settings.questions, random);
    const askings = await this.ask(rounds, picked, version);
    if (askings.length === 0) return 'stopped';
    // Stored before it is judged: what was asked is never asked in vain.
    await store.asking.putAskings(askings);
    for (const { failure } of askings)
      infrastructure.metrics.askings.inc({ outcome: failure === '' ? 'answered' : failure });
    await this.tell(await rounds.catchUp(store.asking));
    await this.strip.round(rounds, version);
    return '';
  }

  private async opened(baseline: Baseline): Promise<AskedRounds | string> {
    if (this.rounds?.given.baseline.digest === baseline.digest) return this.rounds;
    const { infrastructure, register, settings, probe } = this.given;
    const { store, config } = infrastructure;
    const { model, digest } = baseline;
    let golden = await store.asking.golden(model, digest);
    if (golden.length === 0) {
      const promotions = register.models().find((one) => one.model === model)?.promotions ?? [];
      const since = promotions.findLast((promotion) => promotion.digest === digest)?.effective_from ?? 0;
      const chosen = await chooseStoredGolden(store.telemetry, baseline, since, settings, probe);
      if (typeof chosen === 'string') return chosen;
      await store.asking.putGolden(chosen);
      golden = await store.asking.golden(model, digest);
    }
    const { alarms_per_week } = config.detection;
    const models = () => register.models();
    this.rounds = new AskedRounds({ baseline, probe: settings, golden, models, alarms_per_week });
    return this.rounds;
  }

  private async ask(
    rounds: AskedRounds,
    picked: readonly GoldenQuestion[],
    version: string,
  ): Promise<readonly Asking[]> {
    const { model, digest } = rounds.given.baseline;
    const served = await servedBy(this.given);
    const askings: Asking[] = [];
    const turns = new Map<string, number>();
    let failures = 0;
    for (let wanted = picked; wanted.length > 0; wanted = this.again(rounds, askings, picked)) {
      for (const golden of wanted) {
        const turn = turns.get(golden.question) ?? 0;
        turns.set(golden.question, turn + 1);
        const place = { model, baseline: digest, question: golden.question, round: rounds.last + 1, turn };
        const { features, prompt } = golden;
        const asking = { ...place, ...(await askOne(this.given, { features, prompt }, served, version)) };
        // What the end of the process cut off was not answered, and says nothing of the model.
        if (this.given.signal.aborted) return [];
        askings.push(asking);
        failures = asking.failure === '' ? 0 : failures + 1;
        if (failures >= mostFailures) return askings;
      }
    }
    return askings;
  }

  private again(rounds: AskedRounds, askings: readonly Asking[], picked: readonly GoldenQuestion[]) {
    const again = new Set(rounds.judge.again(askings));
    return picked.filter(({ question }) => again.has(question));
  }

  private async tell(findings: Parameters<typeof announceFindings>[1]): Promise<void> {
    if (findings.length === 0) return;
    const { infrastructure } = this.given;
    await infrastructure.store.detection.putFindings(findings);
    await announceFindings(infrastructure, findings);
  }
}
