import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Infrastructure } from '../infra/infrastructure.js';
import { VERSION } from '../infra/version.js';
import { LedgerView } from '../roles/ledger-view.js';
import { limitUpTo, wholeNumberOf } from './query.js';

const LIMIT = limitUpTo(1_000, 200);
const STARTED_AT = Date.now();

@ApiTags('overview')
@Controller('api/v1')
export class OverviewController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('overview')
  @ApiOperation({ summary: 'How much is stored, how many models are seen, and what waits for a person.' })
  async overview() {
    await this.view.refresh();
    const [totals, traffic] = await Promise.all([
      this.infrastructure.store.telemetry.totals(),
      this.infrastructure.store.telemetry.traffic(),
    ]);
    const states = this.view.all();
    const names = new Set([...traffic.map(({ model }) => model), ...states.map(({ model }) => model)]);
    const incidents = states.flatMap((state) => [...state.incidents.values()]);
    const runs = states.flatMap((state) => [...state.runs.values()]);
    return {
      ...totals,
      models: names.size,
      open_incidents: incidents.filter((incident) => incident.state !== 'resolved').length,
      waiting_approvals: runs.filter((run) => run.state === 'waiting').length,
      started_at: STARTED_AT,
      version: VERSION,
    };
  }

  @Get('rejections')
  @ApiOperation({ summary: 'The newest records that could not be accepted, with field and reason.' })
  @ApiQuery(LIMIT)
  async rejections(@Query('limit') limit?: string) {
    const rows = await this.infrastructure.store.telemetry.rejections(wholeNumberOf(LIMIT, { limit }));
    return { rejections: rows.map(({ source, rejection, rejected_at }) => ({ ...source, ...rejection, rejected_at })) };
  }
}
