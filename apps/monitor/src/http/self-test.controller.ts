import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Infrastructure } from '../infra/infrastructure.js';
import { CommandDesk } from '../roles/commands.js';
import { LedgerView } from '../roles/ledger-view.js';
import { RegisterView } from '../roles/register-view.js';
import { DEFAULT_SIZE, selfTestOf } from '../roles/self-test.js';
import { Needs, type ActedRequest } from './auth.js';
import { ApiError, notFound } from './errors.js';
import { answer } from './outcome.js';

const size = z
  .strictObject({
    resamples: z.number().int().min(0).max(200).default(DEFAULT_SIZE.resamples),
    events: z.number().int().min(1_000).max(100_000).default(DEFAULT_SIZE.events),
    seed: z.number().int().min(0).max(4_294_967_295).default(DEFAULT_SIZE.seed),
  })
  .prefault({});

@ApiTags('models')
@Controller('api/v1/models')
export class SelfTestController {
  private testing = false;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
    private readonly desk: CommandDesk,
  ) {}

  @Get(':model/self-test')
  @ApiOperation({ summary: 'The last self-test: false alarms, delays and misses on known drift and on none.' })
  async last(@Param('model') model: string) {
    await this.view.refresh();
    const recorded = this.view.of(model)?.self_test;
    if (!recorded) throw notFound(`a self-test of ${model}`);
    return recorded;
  }

  @Post(':model/self-test')
  @HttpCode(200)
  @Needs('admin', 'responder')
  @ApiOperation({
    summary: 'Inject known drift, and none, into copies of recent traffic, and record what the watch made of it.',
  })
  async test(
    @Param('model') model: string,
    @Body({ schema: size }) body: z.infer<typeof size>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (this.testing)
      throw new ApiError(409, 'busy', 'Another self-test is under way in this process: ask again later.');
    this.testing = true;
    try {
      const { store, config } = this.infrastructure;
      const register = new RegisterView(store);
      await register.refresh();
      const version = register
        .models()
        .find((one) => one.model === model)
        ?.promotions.at(-1)?.model_version;
      const baseline = version === undefined ? undefined : register.baselineOf(model, version, Infinity);
      if (!baseline) throw notFound(`a promoted baseline of ${model}`);
      const { alarms_per_week } = config.detection;
      const report = await selfTestOf(store.telemetry, register.models(), baseline, alarms_per_week, body);
      if (typeof report === 'string') throw new ApiError(409, 'not_testable', report);
      const outcome = await this.desk.ask(model, `user:${request.actor.name}`, { type: 'self_test', report });
      return await answer(outcome, reply, () => this.last(model));
    } finally {
      this.testing = false;
    }
  }
}
