import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Infrastructure } from '../infra/infrastructure.js';
import { LedgerView } from '../roles/ledger-view.js';
import { invalid, notFound } from './errors.js';
import { heatGrid } from './heat-grid.js';
import { modelMarks } from './model-marks.js';
import { eventTime, SUBJECT, subjectOf, wholeNumber, wholeNumberOf } from './query.js';

const FOUR_WEEKS_MS = 28 * 86_400_000;
const LONGEST_MS = 400 * 86_400_000;
const FROM = eventTime('from', 'Four weeks before `to`, but not before the first event.');
const TO = eventTime('to', 'The newest event.');
const CELLS = wholeNumber('cells', 'At most so many cells of time.', [2, 400], 96);
const ROWS = wholeNumber('rows', 'The most surprising so many rows.', [1, 500], 60);

@ApiTags('models')
@Controller('api/v1/models/:model')
export class HeatController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('heat')
  @ApiOperation({
    summary: 'Subject × time: the most surprising window of every subject and segment in each cell, with its numbers.',
  })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(CELLS)
  @ApiQuery({ name: 'subject', required: false, description: SUBJECT })
  @ApiQuery({ name: 'segment', required: false, description: 'Empty: all traffic. Absent: every segment.' })
  @ApiQuery(ROWS)
  async heat(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const [chosenFrom, chosenTo] = [wholeNumberOf(FROM, query), wholeNumberOf(TO, query)];
    const [most, rows] = [wholeNumberOf(CELLS, query), wholeNumberOf(ROWS, query)];
    const { store } = this.infrastructure;
    const traffic = await store.telemetry.traffic(model);
    if (traffic.length === 0) throw notFound(`telemetry of model ${model}`);
    const newest = Math.max(...traffic.map(({ last_event_time }) => last_event_time)) + 1;
    const oldest = Math.min(...traffic.map(({ first_event_time }) => first_event_time));
    const to = chosenTo ?? newest;
    const asked = chosenFrom ?? to - FOUR_WEEKS_MS;
    // What lies before the first event would be empty cells only.
    const from = Math.min(to - 1, Math.max(asked, oldest));
    if (asked >= to) throw invalid([{ field: 'from', reason: 'expected a time before to' }]);
    if (to - asked > LONGEST_MS) throw invalid([{ field: 'from', reason: 'expected at most 400 days before to' }]);
    const { cells, ...grid } = heatGrid(from, to, most);
    const { segment } = query;
    const subject = subjectOf(query['subject']);
    return { model, ...grid, cells, ...(await store.detection.heat({ model, ...grid, subject, segment, rows })) };
  }

  @Get('marks')
  @ApiOperation({ summary: 'When versions were first seen and baselines came into force, by event time.' })
  async marks(@Param('model') model: string) {
    await this.view.refresh();
    const traffic = await this.infrastructure.store.telemetry.traffic(model);
    return { marks: modelMarks(traffic, this.view.of(model)?.register) };
  }
}
