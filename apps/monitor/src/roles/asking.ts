import { randomBytes } from 'node:crypto';
import { otherArtefacts, pauseBefore, type ModelProbe, type SeenArtefact } from '@anchorwatch/compromise';
import type { ProbeSettings } from '../config/probes.js';
import type { Infrastructure } from '../infra/infrastructure.js';
import { makeProbe } from '../probing/make-probe.js';
import { announceFindings } from './announce-findings.js';
import { AskedModel } from './asked-model.js';
import type { Judging } from './judging.js';
import { RegisterView } from './register-view.js';

const LOOK_EVERY_MS = 1_000;
/** Versions and artefacts are read from all telemetry: not at every look. */
const ARTEFACTS_EVERY_MS = 300_000;

export interface AskingGiven {
  readonly probeOf?: (settings: ProbeSettings) => ModelProbe;
  readonly now?: () => number;
  /** Numbers in [0, 1) that the model's server cannot foresee. */
  readonly random?: () => number;
}

interface Due {
  readonly settings: ProbeSettings;
  readonly model: AskedModel;
  next: number;
  underWay: Promise<void> | undefined;
  said: string;
}

/** Asks the models that this process judges again, at times drawn by lot, and looks whether versions answer from the artefacts they should. */
export class Asking {
  readonly name = 'asking';
  private readonly closing = new AbortController();
  private readonly register: RegisterView;
  private readonly due: readonly Due[];
  private readonly now: () => number;
  private readonly random: () => number;
  private timer: NodeJS.Timeout | undefined;
  private artefactsAt = 0;
  private comparing: Promise<void> = Promise.resolve();
  /** By finding: whether it was over when it was put. */
  private readonly told = new Map<string, boolean>();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly judging: Pick<Judging, 'models'>,
    { probeOf, now = Date.now, random = unforeseen }: AskingGiven = {},
  ) {
    this.now = now;
    this.random = random;
    this.register = new RegisterView(infrastructure.store);
    const { probes, allow, secrets } = infrastructure.config.compromise;
    const make = probeOf ?? ((settings: ProbeSettings) => makeProbe(settings, { allow, secrets }));
    this.due = probes.map((settings) => ({
      settings,
      model: new AskedModel({
        infrastructure,
        register: this.register,
        settings,
        probe: make(settings),
        now,
        random,
        signal: this.closing.signal,
      }),
      next: now() + pauseBefore(settings.every, random()),
      underWay: undefined,
      said: '',
    }));
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.closing.abort();
    await Promise.all([this.comparing, ...this.due.map(({ underWay }) => underWay)]);
  }

  health() {
    return { healthy: true, reason: '' };
  }

  lag(): number {
    return 0;
  }

  /** Begins the rounds that are due, each model one at a time; resolves when they are done. */
  async look(): Promise<void> {
    const judged = new Set(this.judging.models());
    const rounds = this.due
      .filter(
        ({ settings, next, underWay }) => underWay === undefined && next <= this.now() && judged.has(settings.model),
      )
      .map((due) => (due.underWay = this.round(due)));
    if (this.artefactsAt <= this.now()) {
      this.artefactsAt = this.now() + ARTEFACTS_EVERY_MS;
      this.comparing = this.comparing.then(() => this.compareArtefacts([...judged]));
    }
    await Promise.all([this.comparing, ...rounds]);
  }

  private async round(due: Due): Promise<void> {
    const { model } = due.settings;
    try {
      this.say(due, await due.model.round());
    } catch (error) {
      this.infrastructure.log.warn({ model, reason: String(error) }, 'a round of questions was put down');
    }
    due.next = this.now() + pauseBefore(due.settings.every, this.random());
    due.underWay = undefined;
  }

  /** Once, not at every round. */
  private say(due: Due, reason: string): void {
    if (reason !== '' && reason !== due.said)
      this.infrastructure.log.warn({ model: due.settings.model, reason }, 'a model cannot be asked again');
    due.said = reason;
  }

  private async compareArtefacts(models: readonly string[]): Promise<void> {
    try {
      await this.register.refresh();
      for (const model of models) await this.compareArtefactsOf(model);
    } catch (error) {
      this.infrastructure.log.warn({ reason: String(error) }, 'artefacts could not be compared');
    }
  }

  private async compareArtefactsOf(model: string): Promise<void> {
    const { store } = this.infrastructure;
    const traffic = await store.telemetry.traffic(model);
    const inTraffic: SeenArtefact[] = traffic.map(({ first_event_time, last_event_time, ...one }) => ({
      ...one,
      from: first_event_time,
      to: last_event_time,
    }));
    const seen = [...inTraffic, ...(await store.asking.artefacts(model))];
    const baselineOf = (version: string, time: number) => this.register.baselineOf(model, version, time);
    const known = this.register.models().find((one) => one.model === model)?.versions ?? [];
    const findings = otherArtefacts(model, known, seen, baselineOf).filter(
      ({ id, ended_at }) => this.told.get(id) !== (ended_at !== null),
    );
    if (findings.length === 0) return;
    await store.detection.putFindings(findings);
    for (const { id, ended_at } of findings) this.told.set(id, ended_at !== null);
    await announceFindings(this.infrastructure, findings);
  }
}

/** 32 bits of the operating system's entropy. */
function unforeseen(): number {
  return randomBytes(4).readUInt32LE() / 2 ** 32;
}
