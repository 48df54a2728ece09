import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Infrastructure } from '../infra/infrastructure.js';
import { notFound } from './errors.js';
import { eventTime, limitUpTo, wholeNumber, wholeNumberOf } from './query.js';

const LIMIT = limitUpTo(500, 50);
const BEFORE = eventTime('before', 'Only runs that began before; `next` of the page before.');
const STEPS = limitUpTo(10_000, 1_000);
const FROM = wholeNumber('from', 'The first step; `next` of the page before.', [0, 1_000_000_000_000], 0);
/** Findings of a model that are looked through for those of its runs. */
const MOST_FINDINGS = 1_000;

/** What training runs of a model reported, and what was found in them. */
@ApiTags('models')
@Controller('api/v1/models/:model/training-runs')
export class TrainingRunsController {
  constructor(private readonly infrastructure: Infrastructure) {}

  @Get()
  @ApiOperation({
    summary: 'Training runs, those that began last first, with the ids of their findings.',
    description:
      'How many steps each reported, its last step, and the times of its first and last report. `findings` are among the newest 1,000 of the detectors of compromise.',
  })
  @ApiQuery(BEFORE)
  @ApiQuery(LIMIT)
  async runs(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const limit = wholeNumberOf(LIMIT, query);
    const runs = await this.infrastructure.store.training.runs(model, { before: wholeNumberOf(BEFORE, query), limit });
    const findings = await this.findingsOf(model);
    return {
      model,
      runs: runs.map((run) => ({
        ...run,
        findings: findings.filter(({ evidence }) => evidence.training!.run_id === run.run_id).map(({ id }) => id),
      })),
      next: runs.length >= limit ? runs.at(-1)!.from : null,
    };
  }

  @Get(':run')
  @ApiOperation({ summary: 'The steps of one training run by number, as they were reported, and its findings.' })
  @ApiQuery(FROM)
  @ApiQuery(STEPS)
  async run(
    @Param('model') model: string,
    @Param('run') run_id: string,
    @Query() query: Readonly<Record<string, string | undefined>>,
  ) {
    const [from, limit] = [wholeNumberOf(FROM, query), wholeNumberOf(STEPS, query)];
    const { training } = this.infrastructure.store;
    const steps = await training.stepsOfRun(model, run_id, { from, limit });
    if (steps.length === 0 && (await training.stepsOfRun(model, run_id, { from: 0, limit: 1 })).length === 0)
      throw notFound(`training run ${run_id} of ${model}`);
    const findings = (await this.findingsOf(model)).filter(({ evidence }) => evidence.training!.run_id === run_id);
    return { model, run_id, steps, next: steps.length >= limit ? steps.at(-1)!.step + 1 : null, findings };
  }

  private async findingsOf(model: string) {
    const { detection } = this.infrastructure.store;
    const findings = await detection.findings({ model, detector: 'compromise', limit: MOST_FINDINGS });
    return findings.filter(({ evidence }) => evidence.training !== undefined);
  }
}
