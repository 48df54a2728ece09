import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Baseline } from '@anchorwatch/detection';
import { baselinesInForce } from '@anchorwatch/governance';
import { Infrastructure } from '../infra/infrastructure.js';
import { LedgerView } from '../roles/ledger-view.js';
import { labelShareOf, watchShareOf, type WatchTerms } from '../roles/watch-budget.js';
import { labelWatchStatus, watchStatus } from './watch-status.js';
import { notFound } from './errors.js';
import { eventTime, limitUpTo, wholeNumberOf } from './query.js';

const LIMIT = limitUpTo(10_000, 500);
const FROM = eventTime('from', 'The first.');
const TO = eventTime('to', 'Exclusive; `next` of the page before.');

@ApiTags('models')
@Controller('api/v1/models/:model/watch')
export class WatchController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Whether who asks and who labels what is watched: calibration, budget, how far, and what cannot be seen.',
    description:
      'One entry for each baseline in force, the newest first. `blind_because` says why nothing is watched, `blind` which detectors cannot see and why. ' +
      '`unscored` questions were more than the budget of computation lets pass; `principals_let_go` were forgotten because more asked than are remembered. ' +
      '`feedback` says the same of the labels about them, by source.',
  })
  async status(@Param('model') model: string) {
    await this.view.refresh();
    const register = this.view.of(model)?.register;
    if (!register) throw notFound(`a registered model ${model}`);
    const models = this.view.all().flatMap((state) => state.register ?? []);
    const { store, config } = this.infrastructure;
    const terms = {
      models,
      alarms_per_week: config.detection.alarms_per_week,
      questions_per_second: config.compromise.questions_per_second,
    };
    const baselines = await Promise.all(
      baselinesInForce(register, Number.MAX_SAFE_INTEGER).map(async (digest) => {
        const baseline = await store.detection.baseline(digest);
        if (!baseline) return [];
        const judgement = await store.detection.judgement(model, digest, 'compromise');
        const calibration = await store.compromise.calibration(digest);
        const share = calibration && watchShareOf(terms, baseline, calibration, Number.MAX_SAFE_INTEGER);
        const feedback = await this.labelsOf(baseline, terms);
        return [{ ...watchStatus({ baseline, calibration, judgement, share }), feedback }];
      }),
    );
    return { model, baselines: baselines.flat() };
  }

  private async labelsOf(baseline: Baseline, terms: WatchTerms) {
    const { store } = this.infrastructure;
    const { model, digest } = baseline;
    const judgement = await store.detection.judgement(model, digest, 'feedback');
    const calibration = await store.feedback.calibration(digest);
    const share = calibration && labelShareOf(terms, baseline, calibration, Number.MAX_SAFE_INTEGER);
    return labelWatchStatus({ baseline, calibration, judgement, share });
  }

  @Get('ticks')
  @ApiOperation({ summary: 'How many questions of each tick were read, newest first.' })
  @ApiQuery({ name: 'baseline', required: false, description: 'Only of this digest.' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(LIMIT)
  async ticks(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const limit = wholeNumberOf(LIMIT, query);
    const ticks = await this.infrastructure.store.compromise.watchedTicks({
      model,
      baseline: query['baseline'],
      from: wholeNumberOf(FROM, query) ?? 0,
      to: wholeNumberOf(TO, query) ?? Number.MAX_SAFE_INTEGER,
      limit,
    });
    const last = ticks.at(-1);
    return { ticks, next: ticks.length >= limit && last ? last.to : null };
  }
}
