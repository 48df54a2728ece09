import {
  Ledger,
  decidePromotion,
  decideRegistration,
  type Decision,
  type LedgerDraft,
  type LedgerEntry,
} from '@anchorwatch/governance';
import { decideCommand, decideFindings, whatMoved, type IncidentRecord, type Release } from '@anchorwatch/incidents';
import {
  PlaybookRunner,
  decideApproval,
  endpointVariables,
  incidentVariables,
  matchPlaybook,
  pause,
  startRun,
  type ActionRegistry,
  type Run,
} from '@anchorwatch/playbooks';
import type { Infrastructure } from '../infra/infrastructure.js';
import { TOPICS } from '../infra/topics.js';
import type { Announcement, Command } from './commands.js';
import { selfTestDraft } from './fold-self-test.js';
import { foldModel, streamOf, type ModelState } from './ledger-view.js';
import type { PlaybookShelf } from './playbook-shelf.js';

/** More findings of one model than any budget allows; the newest are looked at. */
const FINDINGS_AT_ONCE = 10_000;

/**
 * The one writer of a model's ledger: takes findings and commands, decides (purely), records, announces, and drives the
 * model's playbook runs. Everything it knows is the fold of what it recorded, so a new desk goes on where the last stopped.
 */
export class ModelDesk {
  private state: ModelState;
  private readonly runner: PlaybookRunner;
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();

  private constructor(
    readonly model: string,
    private readonly ledger: Ledger,
    private readonly infrastructure: Infrastructure,
    private readonly shelf: PlaybookShelf,
    actions: ActionRegistry,
  ) {
    this.state = foldModel(model, ledger.entries);
    this.runner = new PlaybookRunner({
      actions,
      record: async (drafts) => void (await this.record(drafts)),
      now: Date.now,
      pause,
    });
  }

  static async open(
    model: string,
    infrastructure: Infrastructure,
    shelf: PlaybookShelf,
    actions: ActionRegistry,
  ): Promise<ModelDesk> {
    const ledger = await Ledger.open(infrastructure.store.ledger, streamOf(model));
    return new ModelDesk(model, ledger, infrastructure, shelf, actions);
  }

  /** Brings incidents up to date with the findings in the store, starts what answers them, and goes on with what runs. */
  async catchUp(): Promise<void> {
    const findings = await this.infrastructure.store.detection.findings({ model: this.model, limit: FINDINGS_AT_ONCE });
    const { register, incidents } = this.state;
    const known = new Set([...incidents.values()].flatMap((incident) => incident.findings));
    // Which versions and artefacts answered since when; asked for only when there is something new to explain.
    const isNew = findings.some((finding) => finding.tier === 'alarm' && !known.has(finding.id));
    const releases = isNew ? await this.releases() : undefined;
    const reach = this.infrastructure.config.respond.correlate_within;
    await this.record(decideFindings(incidents, findings, { model: register, now: Date.now(), reach, releases }));
    await this.answerIncidents();
    this.goOn();
  }

  /** Carries out a command, once: one that comes again was recorded with what it came to. */
  async carryOut(command: Command): Promise<void> {
    const { command_id } = command;
    const done = `command:${command_id}`;
    if (this.ledger.has(done)) return this.announce([], { command_id });
    const decision = await this.decide(command);
    if ('refusal' in decision) return this.announce([], { command_id, refusal: decision.refusal });
    // A command that changed nothing changes nothing again; what a file says is compared at every start.
    const isOnce = decision.drafts.length > 0 && !command.actor.startsWith('file:');
    const entries = await this.record(isOnce ? [...decision.drafts, this.carriedOut(command, done)] : decision.drafts);
    await this.announce(entries, { command_id });
    this.goOn();
  }

  private carriedOut({ actor, command_id, wish }: Command, entry_id: string): LedgerDraft {
    const body = { command_id, wish: wish.type };
    return { entry_id, type: 'command.carried_out', actor, recorded_at: Date.now(), subject_id: this.model, body };
  }

  /** Stops beginning steps and waits for those under way to be put down. */
  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.underWay.values());
  }

  private async decide({ wish, actor, command_id }: Command): Promise<Decision> {
    const now = Date.now();
    const { register, incidents, runs } = this.state;
    switch (wish.type) {
      case 'register':
        return { drafts: decideRegistration(register, wish.registration, actor, now) };
      case 'promote': {
        const effective_from = await this.tickFrom(wish.digest, wish.effective_from);
        return decidePromotion(register, { ...wish, effective_from }, actor, now);
      }
      case 'incident':
        return decideCommand(incidents.get(wish.incident_id), wish.command, actor, now, command_id);
      case 'self_test':
        return { drafts: [selfTestDraft(this.model, wish.report, actor, now, command_id)] };
      case 'decide': {
        const run = runs.get(wish.run_id);
        if (!run) return { refusal: { code: 'run_not_found', message: `There is no run ${wish.run_id}.` } };
        const outcome = decideApproval(run, wish.step_id, wish.decision, actor, wish.note, now);
        if (outcome.kind === 'decided') return { drafts: [outcome.draft] };
        return { refusal: { code: 'not_decided', message: outcome.reason } };
      }
    }
  }

  /**
   * The start of the tick at or after a wanted time; by default the tick after everything that was counted or stored, so
   * that the baseline misses nothing and rewrites nothing. 0 for a model never seen.
   */
  private async tickFrom(digest: string, wanted: number | undefined): Promise<number> {
    const { store } = this.infrastructure;
    const baseline = await store.detection.baseline(digest);
    const tickMs = baseline?.tick.kind === 'time' ? baseline.tick.ms : 1;
    if (wanted !== undefined) return Math.ceil(wanted / tickMs) * tickMs;
    const seen = await store.telemetry.traffic(this.model);
    if (seen.length === 0) return 0;
    const counted = (await store.detection.progress(TOPICS.events)).map((row) => row.watermark);
    const newest = Math.max(...counted, ...seen.map((row) => row.last_event_time));
    return (Math.floor(newest / tickMs) + 1) * tickMs;
  }

  private async releases(): Promise<Release[]> {
    const traffic = await this.infrastructure.store.telemetry.traffic(this.model);
    return traffic.map(({ model_version, artefact_digest, first_event_time }) => ({
      model_version,
      artefact_digest,
      from: first_event_time,
    }));
  }

  private async answerIncidents(): Promise<void> {
    const answered = new Set([...this.state.runs.values()].map((run) => run.incident_id));
    const open = [...this.state.incidents.values()].filter(
      ({ id, state }) => state !== 'resolved' && !answered.has(id),
    );
    for (const incident of open) {
      const playbook = matchPlaybook(this.shelf.runnable(), incident, Date.now());
      if (!playbook) continue;
      const external = {
        ...incidentVariables({ ...incident, moved: whatMoved(incident.evidence) }, this.links(incident)),
        ...this.endpoints(),
      };
      await this.record([startRun({ incident, playbook, external, actor: 'monitor', now: Date.now() })]);
    }
  }

  private links(incident: IncidentRecord): string {
    const { public_url, port } = this.infrastructure.config.http;
    return `${(public_url ?? `http://127.0.0.1:${port}`).replace(/\/$/, '')}/incidents/${incident.id}`;
  }

  private endpoints() {
    const { webhook_url } = this.infrastructure.config.respond;
    return webhook_url ? endpointVariables('webhook', webhook_url) : {};
  }

  /** Drives every unfinished run, each once at a time, beside the desk's other work. */
  private goOn(): void {
    for (const run of this.state.runs.values()) if (run.finished_at === null) this.drive(run);
  }

  private drive(run: Run): void {
    const before = this.underWay.get(run.id);
    if (before || this.closing.signal.aborted) return;
    const playbook = this.shelf.byId(run.playbook_id);
    if (!playbook) {
      this.infrastructure.log.warn(
        { run: run.id, playbook: run.playbook_id },
        'the playbook of a run is not at hand: it waits',
      );
      return;
    }
    const work = this.runner
      .advance(run, playbook, this.closing.signal)
      .then((after) => {
        this.underWay.delete(run.id);
        // Somebody may have decided while the last step was put down.
        const now = this.state.runs.get(run.id);
        if (now && now.finished_at === null && now.state === 'running' && after.state !== now.state) this.drive(now);
      })
      .catch((error: unknown) => {
        this.underWay.delete(run.id);
        this.infrastructure.log.error(
          { run: run.id, reason: String(error) },
          'a run was put down; it goes on with the next wake-up',
        );
      });
    this.underWay.set(run.id, work);
  }

  private async record(drafts: readonly LedgerDraft[]): Promise<readonly LedgerEntry[]> {
    if (drafts.length === 0) return [];
    const before = this.ledger.entries.length;
    const entries = await this.ledger.append(drafts);
    // What another writer put there first counts as well.
    if (this.ledger.entries.length > before) this.state = foldModel(this.model, this.ledger.entries);
    if (entries.length === 0) return entries;
    this.count(entries);
    await this.announce(entries);
    return entries;
  }

  private count(entries: readonly LedgerEntry[]): void {
    const { metrics } = this.infrastructure;
    for (const { type, subject_id, body } of entries) {
      if (type === 'step.finished') metrics.steps.inc({ outcome: String(body['outcome']) });
      if (type !== 'incident.opened') continue;
      metrics.incidentsOpened.inc({ severity: this.state.incidents.get(subject_id)?.severity ?? 'low' });
    }
  }

  private async announce(
    entries: readonly LedgerEntry[],
    result: Pick<Announcement, 'command_id' | 'refusal'> = {},
  ): Promise<void> {
    const announcement: Announcement = {
      model: this.model,
      entries: entries.map(({ type, subject_id }) => ({ type, subject_id })),
      ...result,
    };
    try {
      await this.infrastructure.bus.publish(TOPICS.ledger, [
        { key: this.model, value: Buffer.from(JSON.stringify(announcement)) },
      ]);
    } catch (error) {
      // A wake-up only: what it speaks of is recorded, and whoever asked is answered 202.
      this.infrastructure.log.warn({ model: this.model, reason: String(error) }, 'an announcement was not sent');
    }
  }
}
