import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { policyFor, sensitivityOf } from '@anchorwatch/detection';
import { baselineInForce } from '@anchorwatch/governance';
import { Infrastructure } from '../infra/infrastructure.js';
import { streamShare } from '../roles/alarm-share.js';
import { attentionOf } from '../roles/attention.js';
import { LedgerView } from '../roles/ledger-view.js';
import { budgetReport } from './budget-report.js';
import { invalid, notFound } from './errors.js';
import { eventTime, SUBJECT, subjectOf, wholeNumberOf } from './query.js';

const FOUR_WEEKS_MS = 28 * 86_400_000;
const LONGEST_MS = 400 * 86_400_000;
const FROM = eventTime('from', 'Four weeks before `to`.');
const TO = eventTime('to', 'The newest event.');

@ApiTags('budget')
@Controller('api/v1')
export class BudgetController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('budget')
  @ApiOperation({
    summary: 'The alarm budget of a stretch of event time: allowed, spent, raised, and later judged false by people.',
  })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  async budget(@Query() query: Readonly<Record<string, string | undefined>>) {
    await this.view.refresh();
    const { store, config } = this.infrastructure;
    const to = wholeNumberOf(TO, query) ?? (await this.newest()) + 1;
    const from = wholeNumberOf(FROM, query) ?? Math.max(0, to - FOUR_WEEKS_MS);
    if (from >= to) throw invalid([{ field: 'from', reason: 'expected a time before to' }]);
    if (to - from > LONGEST_MS) throw invalid([{ field: 'from', reason: 'expected at most 400 days before to' }]);
    const { alarms_per_week } = config.detection;
    const used = await store.detection.budgetUse({ from, to });
    const watched = await store.compromise.watchUse({ from, to });
    const labels = await store.feedback.watchUse({ from, to });
    return budgetReport(this.view.all(), used, { questions: watched, labels }, { from, to, alarms_per_week });
  }

  @Get('models/:model/sensitivity')
  @ApiOperation({
    summary: 'What windows of each length can see of a subject, with the budget and tolerances in force.',
  })
  @ApiQuery({ name: 'subject', required: false, description: SUBJECT })
  async sensitivity(@Param('model') model: string, @Query('subject') subject: string | undefined) {
    await this.view.refresh();
    const { store, config } = this.infrastructure;
    const register = this.view.of(model)?.register;
    const newest = register?.promotions.at(-1);
    const digest = register && newest && baselineInForce(register, newest.model_version, Infinity);
    const baseline = digest === undefined ? undefined : await store.detection.baseline(digest);
    if (!register || !baseline) throw notFound(`a promoted baseline of ${model}`);
    const models = this.view.all().flatMap((state) => state.register ?? []);
    const feeds = (['events', 'labels'] as const).map((feed) => {
      const { share } = streamShare(models, baseline, feed, Number.MAX_SAFE_INTEGER);
      const alarms_per_week = config.detection.alarms_per_week * share;
      const policy = policyFor({ baseline, feed, alarms_per_week }, attentionOf(register));
      return sensitivityOf(baseline, feed, policy, subjectOf(subject));
    });
    return { baseline: baseline.digest, windows: feeds.flat() };
  }

  private async newest(): Promise<number> {
    const traffic = await this.infrastructure.store.telemetry.traffic();
    return Math.max(0, ...traffic.map(({ last_event_time }) => last_event_time));
  }
}
