import { judgeStrip, nextStrip, planStrip, stripFinding, type StripQuestion } from '@anchorwatch/compromise';
import type { Baseline, Finding } from '@anchorwatch/detection';
import { announceFindings } from './announce-findings.js';
import { servedBy } from './ask-one.js';
import type { AskedModelGiven } from './asked-model.js';
import type { AskedRounds } from './asked-rounds.js';
import { mostStripsAWeek, stripAlpha } from './asking-budget.js';
import { askCopies } from './strip-copies.js';
import { suspectedEvents } from './suspected-events.js';

const dayMs = 86_400_000;
/** What was planned longer ago is over, or was given up. */
const lookedAfterMs = 14 * dayMs;
/** Where too few suspected questions are stored it is looked again so much later. */
const againMs = 3_600_000;
const mostFindings = 20;

/**
 * Asks copies of the questions that made a lasting finding of `trigger`, and of healthy ones beside them (STRIP): planned, stored, asked, stored, judged and told, so that a
 * crash repeats at most the round under way. Without such a finding nobody is asked.
 */
export class AskedStrip {
  private readonly said = new Set<string>();
  /** By finding: when it may be planned again. */
  private readonly later = new Map<string, number>();

  constructor(private readonly given: AskedModelGiven) {}

  async round(rounds: AskedRounds, newest: string): Promise<void> {
    const { settings, infrastructure, now, random } = this.given;
    if (settings.protocol === 'openai' || settings.strip === 0) return;
    const { asking } = infrastructure.store;
    const { baseline } = rounds.given;
    const stored = () =>
      asking.strip({ model: baseline.model, baseline: baseline.digest, from: now() - lookedAfterMs });
    const planned = await this.plan(rounds, await stored());
    // Stored before anybody is asked: what is asked is a function of it.
    await asking.putStrip(planned);
    const all = await stored();
    const picked = nextStrip(all, settings.strip, random);
    if (picked.length > 0) {
      const asked = await askCopies(this.given, picked, all, await servedBy(this.given), newest);
      await asking.putStrip(asked);
      for (const { failure } of asked)
        infrastructure.metrics.stripped.inc({ outcome: failure === '' ? 'answered' : failure });
    }
    await this.tell([...(await this.judged(rounds, await stored())), ...(await this.ended(baseline))]);
  }

  /** The questions of at most one more finding. */
  private async plan(
    { given: { baseline, golden } }: AskedRounds,
    stored: readonly StripQuestion[],
  ): Promise<readonly StripQuestion[]> {
    const { infrastructure, now, probe } = this.given;
    const { store } = infrastructure;
    const { model, digest } = baseline;
    const known = new Set(stored.map(({ finding }) => finding));
    const lasting = await store.detection.findings({ model, subject: 'trigger', lasting: true, limit: mostFindings });
    const open = lasting.filter(
      (finding) => finding.baseline === digest && !known.has(finding.id) && (this.later.get(finding.id) ?? 0) <= now(),
    );
    const [next] = open;
    if (next === undefined) return [];
    const recent = stored.filter(({ planned_at }) => planned_at >= now() - 7 * dayMs);
    const reason =
      new Set(recent.map(({ finding }) => finding)).size >= mostStripsAWeek
        ? `copies were asked because of ${mostStripsAWeek} findings within a week`
        : '';
    const canAsk = ({ features }: Pick<StripQuestion, 'features'>) => probe.canAsk({ features, prompt: '' });
    const planned =
      reason || planStrip(next, (await suspectedEvents(store.telemetry, next, golden)).filter(canAsk), golden, now());
    if (typeof planned !== 'string') return planned;
    this.later.set(next.id, now() + againMs);
    this.say(next.id, planned);
    return [];
  }

  /** Findings that are not known yet. */
  private async judged(rounds: AskedRounds, stored: readonly StripQuestion[]): Promise<readonly Finding[]> {
    const { detection } = this.given.infrastructure.store;
    const { baseline, models, alarms_per_week } = rounds.given;
    const found: Finding[] = [];
    for (const id of new Set(stored.map(({ finding }) => finding))) {
      const questions = stored.filter(({ finding }) => finding === id);
      const alpha = stripAlpha(models(), baseline, alarms_per_week, questions[0]!.planned_at);
      const verdict = judgeStrip(questions, rounds.given.golden, alpha);
      if (verdict.kind === 'blind') this.say(id, verdict.reason);
      if (verdict.kind === 'free')
        this.say(id, 'copies of the suspected questions do not keep the answer, or keep it without the sign as well');
      if (verdict.kind !== 'clings') continue;
      const [suspecting] = await detection.findings({ ids: [id], limit: 1 });
      if (suspecting === undefined) continue;
      const finding = stripFinding(verdict, suspecting, baseline.tick, suspecting.ended_at?.time ?? null);
      const [known] = await detection.findings({ ids: [finding.id], limit: 1 });
      if (known === undefined) found.push(finding);
    }
    return found;
  }

  /** What lasted is over when the finding that suspected it is. */
  private async ended({ model }: Baseline): Promise<readonly Finding[]> {
    const { detection } = this.given.infrastructure.store;
    const lasting = await detection.findings({ model, subject: 'strip', lasting: true, limit: mostFindings });
    const ids = lasting.flatMap(({ evidence }) => evidence.strip?.finding ?? []);
    if (ids.length === 0) return [];
    const suspecting = await detection.findings({ ids, limit: ids.length });
    return lasting.flatMap((finding) => {
      const over = suspecting.find(({ id }) => id === finding.evidence.strip?.finding)?.ended_at;
      if (!over) return [];
      return [{ ...finding, ended_at: { ...finding.raised_at, time: Math.max(finding.raised_at.time, over.time) } }];
    });
  }

  private async tell(findings: readonly Finding[]): Promise<void> {
    if (findings.length === 0) return;
    const { infrastructure } = this.given;
    await infrastructure.store.detection.putFindings(findings);
    await announceFindings(infrastructure, findings);
  }

  /** Once, not at every round. */
  private say(finding: string, reason: string): void {
    const { infrastructure, settings } = this.given;
    if (this.said.has(`${finding} ${reason}`)) return;
    this.said.add(`${finding} ${reason}`);
    infrastructure.log.info({ model: settings.model, finding, reason }, 'a suspected backdoor was asked about');
  }
}
