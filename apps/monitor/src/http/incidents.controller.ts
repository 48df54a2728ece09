import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { LONGEST_NOTE, VERDICTS, incidentOf, type IncidentCommand, type IncidentRecord } from '@anchorwatch/incidents';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Infrastructure } from '../infra/infrastructure.js';
import { CommandDesk } from '../roles/commands.js';
import { LedgerView, type ModelState } from '../roles/ledger-view.js';
import { Needs, type ActedRequest } from './auth.js';
import { notFound } from './errors.js';
import { answer } from './outcome.js';
import { limitUpTo, SUBJECT, subjectOf, wholeNumberOf } from './query.js';

const assignment = z.strictObject({ assignee: z.string().min(1).max(200) });
const resolution = z.strictObject({ verdict: z.enum(VERDICTS), note: z.string().min(1).max(LONGEST_NOTE) });
const decision = z.strictObject({ note: z.string().max(LONGEST_NOTE).default('') });
const INCIDENTS = limitUpTo(1_000, 200);
const FINDINGS = limitUpTo(5_000, 200);

const EVIDENCE =
  'Evidence of a finding: counts of window and baseline over the same bins, PSI, KS, nulls, and where it comes from, at most five of each: ' +
  '`moved` (groups of bins: share before and now, part of the PSI), `segments` (of whole traffic: part within and by mix), ' +
  '`features` (of answers and of what features do together: those that moved beyond noise in the same window). ' +
  'The last three are absent in findings made before they were kept.';

@ApiTags('incidents')
@Controller('api/v1')
export class IncidentsController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
    private readonly desk: CommandDesk,
  ) {}

  @Get('incidents')
  @ApiOperation({ summary: 'Incidents, newest first; filter by model and state (open, acknowledged, resolved).' })
  @ApiQuery({ name: 'model', required: false })
  @ApiQuery({ name: 'state', required: false })
  @ApiQuery(INCIDENTS)
  async list(@Query('model') model?: string, @Query('state') state?: string, @Query('limit') limit?: string) {
    const most = wholeNumberOf(INCIDENTS, { limit });
    await this.view.refresh();
    const incidents = this.view
      .all()
      .filter((candidate) => !model || candidate.model === model)
      .flatMap((candidate) => [...candidate.incidents.values()])
      .filter((incident) => !state || incident.state === state)
      .sort((a, b) => b.opened_at - a.opened_at || a.id.localeCompare(b.id));
    return { incidents: incidents.slice(0, most).map(incidentOf) };
  }

  @Get('incidents/:id')
  @ApiOperation({ summary: 'One incident with its evidence, timeline and playbook runs.', description: EVIDENCE })
  async one(@Param('id') id: string) {
    const { incident, state } = await this.find(id);
    const runs = [...state.runs.values()].filter((run) => run.incident_id === id);
    return { ...incidentOf(incident), evidence: incident.evidence, run_details: runs };
  }

  @Post('incidents/:id/acknowledge')
  @HttpCode(200)
  @Needs('responder', 'approver')
  @ApiOperation({ summary: 'Say that somebody has seen it.' })
  acknowledge(@Param('id') id: string, @Req() request: ActedRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.command(id, { type: 'acknowledge' }, request, reply);
  }

  @Post('incidents/:id/assign')
  @HttpCode(200)
  @Needs('responder', 'approver')
  @ApiOperation({ summary: 'Say who has it.' })
  assign(
    @Param('id') id: string,
    @Body({ schema: assignment }) body: z.infer<typeof assignment>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.command(id, { type: 'assign', ...body }, request, reply);
  }

  @Post('incidents/:id/resolve')
  @HttpCode(200)
  @Needs('responder', 'approver')
  @ApiOperation({ summary: 'Close it: true, false alarm or near miss, and what was learned.' })
  resolve(
    @Param('id') id: string,
    @Body({ schema: resolution }) body: z.infer<typeof resolution>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.command(id, { type: 'resolve', ...body }, request, reply);
  }

  @Get('runs/:id')
  @ApiOperation({ summary: 'One execution of a playbook, step by step.' })
  async run(@Param('id') id: string) {
    return (await this.findRun(id)).run;
  }

  @Post('runs/:id/steps/:step_id/approve')
  @HttpCode(200)
  @Needs('approver')
  @ApiOperation({ summary: 'Let a waiting step go on.' })
  approve(
    @Param('id') id: string,
    @Param('step_id') step_id: string,
    @Body({ schema: decision }) body: z.infer<typeof decision>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.decide(id, step_id, 'approve', body.note, request, reply);
  }

  @Post('runs/:id/steps/:step_id/reject')
  @HttpCode(200)
  @Needs('approver')
  @ApiOperation({ summary: 'Refuse a waiting step; the playbook takes its failure path.' })
  reject(
    @Param('id') id: string,
    @Param('step_id') step_id: string,
    @Body({ schema: decision }) body: z.infer<typeof decision>,
    @Req() request: ActedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.decide(id, step_id, 'reject', body.note, request, reply);
  }

  @Get('findings')
  @ApiOperation({ summary: 'Findings, newest first; filter by model and subject.', description: EVIDENCE })
  @ApiQuery({ name: 'model', required: false })
  @ApiQuery({ name: 'subject', required: false, description: SUBJECT })
  @ApiQuery(FINDINGS)
  async findings(@Query('model') model?: string, @Query('subject') subject?: string, @Query('limit') limit?: string) {
    const { detection } = this.infrastructure.store;
    const findings = await detection.findings({
      model,
      subject: subjectOf(subject),
      limit: wholeNumberOf(FINDINGS, { limit }),
    });
    return { findings };
  }

  private async command(id: string, command: IncidentCommand, request: ActedRequest, reply: FastifyReply) {
    const { state } = await this.find(id);
    const outcome = await this.desk.ask(state.model, `user:${request.actor.name}`, {
      type: 'incident',
      incident_id: id,
      command,
    });
    return answer(outcome, reply, async () => incidentOf((await this.find(id)).incident));
  }

  private async decide(
    run_id: string,
    step_id: string,
    decision: 'approve' | 'reject',
    note: string,
    request: ActedRequest,
    reply: FastifyReply,
  ) {
    const { state } = await this.findRun(run_id);
    const wish = { type: 'decide', run_id, step_id, decision, note } as const;
    const outcome = await this.desk.ask(state.model, `user:${request.actor.name}`, wish);
    return answer(outcome, reply, async () => (await this.findRun(run_id)).run);
  }

  private async find(id: string): Promise<{ incident: IncidentRecord; state: ModelState }> {
    await this.view.refresh();
    for (const state of this.view.all()) {
      const incident = state.incidents.get(id);
      if (incident) return { incident, state };
    }
    throw notFound(`incident ${id}`);
  }

  private async findRun(id: string) {
    await this.view.refresh();
    for (const state of this.view.all()) {
      const run = state.runs.get(id);
      if (run) return { run, state };
    }
    throw notFound(`run ${id}`);
  }
}
