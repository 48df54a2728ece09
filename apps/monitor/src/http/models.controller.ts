import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { BaselineRefused, makeBaseline, metricWords, type MetricName } from '@anchorwatch/detection';
import { RISK_TIERS, STAGES, TOLERANCES, decodeRegistration } from '@anchorwatch/governance';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { HealthyTelemetry } from '../compromise/calibrate-beside.js';
import { calibrateWatches, putWatches, watchesOf } from '../compromise/calibrated-watches.js';
import { guardedOf } from '../compromise/guarded-texts.js';
import { honeyOf } from '../compromise/honey-file.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { CommandDesk } from '../roles/commands.js';
import { LedgerView } from '../roles/ledger-view.js';
import { Needs, type ActedRequest } from './auth.js';
import { ApiError, invalid, notFound } from './errors.js';
import { baselineSummary, modelSummary } from './model-summary.js';
import { answer } from './outcome.js';
import { healthyOnly, madeFrom } from './healthy-only.js';
import { eventTime, limitUpTo, SUBJECT, subjectOf, wholeNumber, wholeNumberOf } from './query.js';
import { distributionOf } from './distribution.js';

const table = <Of extends z.ZodType>(of: Of) => z.record(z.string().max(400), of);
const toleranceTable = z.partialRecord(z.enum(TOLERANCES), z.number().min(0).max(10));
const weight = z.number().max(1_000);
const weights = table(weight.positive()).optional();
const registration = z.strictObject({
  owner: z.string().min(1).max(200),
  risk_tier: z.enum(RISK_TIERS),
  stage: z.enum(STAGES),
  description: z.string().max(5_000).optional(),
  alarms_weight: z.number().positive().max(1_000).optional(),
  // A subject of weight 0 is not watched.
  budget_weights: z
    .strictObject({
      subjects: table(weight.min(0)).optional(),
      segments: weights,
      scales: weights,
      statistics: weights,
    })
    .optional(),
  tolerances: table(toleranceTable).optional(),
  importance: table(z.number().min(0).max(1e9)).optional(),
  versions: z
    .array(z.strictObject({ model_version: z.string().max(200), artefact_digest: z.string().max(80).default('') }))
    .max(1_000)
    .optional(),
});
const baselineRequest = z.strictObject({
  from: z.number().min(0),
  to: z.number().min(0),
  model_version: z.string().max(200).optional(),
  tick_ms: z.number().int().min(1_000).max(86_400_000).optional(),
  segment_fields: z.array(z.string().min(1).max(200)).max(10).optional(),
});
/** The field of a request for a baseline that is to be changed where it is refused. */
const WRONG = { events: 'from', tick: 'tick_ms', segment_fields: 'segment_fields' } as const;
const LIMIT = limitUpTo(10_000, 500);
const SCALE = wholeNumber('scale', 'Only windows of so many ticks.', [1, 4_294_967_295], undefined);
const FROM = eventTime('from', 'The first.');
const TO = eventTime('to', 'Exclusive; `next` of the page before.');
const promotion = z.strictObject({ effective_from: z.number().min(0).optional() });

@ApiTags('models')
@Controller('api/v1/models')
export class ModelsController {
  private making = false;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
    private readonly desk: CommandDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Every model that is registered or has been seen, with its state.' })
  async list() {
    await this.view.refresh();
    const { store } = this.infrastructure;
    const traffic = await store.telemetry.traffic();
    const names = [
      ...new Set([...traffic.map(({ model }) => model), ...this.view.all().map(({ model }) => model)]),
    ].sort();
    return { models: await Promise.all(names.map((model) => this.summary(model, traffic))) };
  }

  @Get(':model')
  @ApiOperation({ summary: 'One model with its versions and baselines.' })
  async one(@Param('model') model: string) {
    await this.view.refresh();
    const { store } = this.infrastructure;
    const traffic = await store.telemetry.traffic(model);
    const state = this.view.of(model);
    if (!state && traffic.length === 0) throw notFound(`model ${model}`);
    const baselines = await store.detection.baselines(model);
    return {
      ...(await this.summary(model, traffic)),
      baselines: baselines.map((baseline) => baselineSummary(baseline, state?.register)),
    };
  }

  @Put(':model')
  @Needs('admin', 'responder')
  @ApiOperation({ summary: 'Register a model, or change what the register says of it.' })
  async register(
    @Param('model') model: string,
    @Body({ schema: registration }) body: z.infer<typeof registration>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.view.refresh();
    const decoded = decodeRegistration({ model, ...body }, this.view.of(model)?.register);
    if ('problems' in decoded) throw invalid(decoded.problems);
    const wish = { type: 'register', registration: decoded.registration } as const;
    const outcome = await this.desk.ask(model, `user:${request.actor.name}`, wish);
    return answer(outcome, reply, () => this.one(model));
  }

  @Post(':model/baselines')
  @Needs('admin', 'responder')
  @ApiOperation({
    summary: 'Make a baseline from stored telemetry of a healthy period. It is not in force until promoted.',
    description:
      'What lies under an incident that nobody has resolved is left out and named; when that is more than half of the range, it is refused. ' +
      'One baseline at a time in a process, by this way: while it is made, others are answered 409.',
  })
  async makeBaseline(
    @Param('model') model: string,
    @Body({ schema: baselineRequest }) body: z.infer<typeof baselineRequest>,
  ) {
    if (body.to <= body.from) throw invalid([{ field: 'to', reason: 'expected a time after from' }]);
    if (this.making)
      throw new ApiError(409, 'busy', 'Another baseline is being made in this process: ask again later.');
    this.making = true;
    try {
      return await this.made(model, body);
    } finally {
      this.making = false;
    }
  }

  @Post(':model/baselines/:digest/promote')
  @HttpCode(200)
  @Needs('admin', 'responder')
  @ApiOperation({ summary: 'Put a baseline in force from an event time on (default: from the next tick).' })
  async promote(
    @Param('model') model: string,
    @Param('digest') digest: string,
    @Body({ schema: promotion }) body: z.infer<typeof promotion>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const baseline = await this.infrastructure.store.detection.baseline(digest);
    if (!baseline || baseline.model !== model) throw notFound(`baseline ${digest} of ${model}`);
    const wish = {
      type: 'promote',
      digest,
      model_version: baseline.model_version,
      effective_from: body.effective_from,
    } as const;
    const outcome = await this.desk.ask(model, `user:${request.actor.name}`, wish);
    return answer(outcome, reply, async () => {
      await this.view.refresh();
      const promoted = this.view.of(model)?.register?.promotions.findLast((candidate) => candidate.digest === digest);
      return { digest, effective_from: promoted?.effective_from ?? null };
    });
  }

  @Get(':model/subjects')
  @ApiOperation({ summary: 'The newest verdict of every subject and segment.' })
  async subjects(@Param('model') model: string) {
    return { subjects: await this.infrastructure.store.detection.latestVerdicts(model) };
  }

  @Get(':model/verdicts')
  @ApiOperation({ summary: 'Verdicts over time, newest first: PSI, KS, their critical values, n, effective n.' })
  @ApiQuery({ name: 'subject', required: false, description: SUBJECT })
  @ApiQuery({ name: 'segment', required: false, description: 'Empty: all traffic. Absent: every segment.' })
  @ApiQuery(SCALE)
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(LIMIT)
  async verdicts(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const limit = wholeNumberOf(LIMIT, query);
    const verdicts = await this.infrastructure.store.detection.verdicts({
      model,
      subject: subjectOf(query['subject']),
      segment: query['segment'],
      scale: wholeNumberOf(SCALE, query),
      from: wholeNumberOf(FROM, query),
      to: wholeNumberOf(TO, query),
      limit,
    });
    const last = verdicts.at(-1);
    return { verdicts, next: verdicts.length >= limit && last ? last.window_to : null };
  }

  @Get(':model/performance')
  @ApiOperation({
    summary:
      'Performance over time, newest first, by measure and segment: realised by labels, estimated without them, each with its 95 % interval.',
  })
  @ApiQuery({ name: 'metric', required: false, description: 'Only this measure, as `accuracy`.' })
  @ApiQuery({ name: 'segment', required: false, description: 'Empty: all traffic. Absent: every segment.' })
  @ApiQuery({ name: 'baseline', required: false, description: 'Only what was measured against this digest.' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(LIMIT)
  async performance(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const limit = wholeNumberOf(LIMIT, query);
    const rows = await this.infrastructure.store.detection.performance({
      model,
      metric: metricOf(query['metric']),
      segment: query['segment'],
      baseline: query['baseline'],
      from: wholeNumberOf(FROM, query),
      to: wholeNumberOf(TO, query),
      limit,
    });
    const last = rows.at(-1);
    return { performance: rows, next: rows.length >= limit && last ? last.window_to : null };
  }

  @Get(':model/distribution')
  @ApiOperation({
    summary: 'Counts of one subject in a stretch of time beside its baseline, over the same bins.',
  })
  @ApiQuery({ name: 'subject', description: SUBJECT })
  @ApiQuery({ name: 'segment', required: false, description: 'All traffic when absent.' })
  @ApiQuery({ name: 'baseline', required: false, description: 'Digest of a promoted one.' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  async distribution(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    await this.view.refresh();
    const found = await distributionOf(this.infrastructure.store.detection, this.view.of(model)?.register, {
      subject: subjectOf(query['subject']) ?? '',
      segment: query['segment'] ?? '',
      from: wholeNumberOf(FROM, query),
      to: wholeNumberOf(TO, query),
      baseline: query['baseline'],
    });
    if (!found) throw notFound(`subject ${query['subject'] ?? ''} in a promoted baseline of ${model}`);
    return found;
  }

  private async made(model: string, body: z.infer<typeof baselineRequest>) {
    const { store, config } = this.infrastructure;
    const { from, to, model_version } = body;
    await this.view.refresh();
    const left_out = healthyOnly(this.view.of(model), { from, to });
    const healthy: HealthyTelemetry = {
      model,
      model_version: model_version ?? '',
      left_out,
      tick: { kind: 'time', ms: body.tick_ms ?? config.detection.tick },
      events: () => store.telemetry.eventsOf(model, { from, to, model_version }),
      honey: await honeyOf(config.compromise.honey_file),
      guarded: await guardedOf(config.compromise.texts, model),
    };
    let baseline;
    try {
      const labels = () => store.telemetry.labelsOf(model, { from, to });
      const watches = await calibrateWatches(healthy, labels);
      baseline = await makeBaseline({
        ...healthy,
        made_from: madeFrom({ from, to }, left_out),
        segment_fields: body.segment_fields ?? [],
        ...watchesOf(watches),
        labels,
      });
      await putWatches(store, baseline.digest, watches);
    } catch (error) {
      if (error instanceof BaselineRefused) throw invalid([{ field: WRONG[error.about], reason: error.message }]);
      throw error;
    }
    await store.detection.putBaseline(baseline);
    return baselineSummary(baseline, this.view.of(model)?.register);
  }

  private async summary(model: string, traffic: Parameters<typeof modelSummary>[1]) {
    const verdicts = await this.infrastructure.store.detection.latestVerdicts(model);
    return modelSummary(model, traffic, this.view.of(model), verdicts);
  }
}

function metricOf(name: string | undefined): MetricName | undefined {
  if (name === undefined || Object.hasOwn(metricWords, name)) return name as MetricName | undefined;
  const known = Object.keys(metricWords).join(', ');
  throw invalid([{ field: 'metric', reason: `expected one of ${known}, got "${name}"` }]);
}
