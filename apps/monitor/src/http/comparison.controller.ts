import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { chosenBaseline } from '../compare/chosen-baseline.js';
import { ComparisonRefused, compareStored } from '../compare/compare-stored.js';
import { readSide, type Side } from '../compare/side.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { attentionOf } from '../roles/attention.js';
import { LedgerView } from '../roles/ledger-view.js';
import { invalid } from './errors.js';
import { limitOf } from './query.js';

type Words = Readonly<Record<string, string | undefined>>;

const SIDE = 'FROM..TO, field=value or field=value@FROM..TO; times RFC 3339 or epoch milliseconds, open ends allowed';

/** Sets what was counted side by side. Everything here is read-only. */
@ApiTags('comparisons')
@Controller('api/v1/models/:model')
export class ComparisonController {
  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('compare')
  @ApiOperation({
    summary:
      'Two windows or segments of stored traffic side by side, or one beside its baseline; computed in the store.',
    description:
      'Every subject with n, effective n, PSI and its noise, KS and its critical value, words, the bins that moved most, ' +
      'and the parts of segments. Bounded to 30 seconds and 1 GiB of the store.',
  })
  @ApiQuery({ name: 'a', required: false, description: `baseline (the default), or ${SIDE}` })
  @ApiQuery({ name: 'b', description: SIDE })
  @ApiQuery({
    name: 'baseline',
    required: false,
    description: 'Digest, or the beginning of it; the one promoted last.',
  })
  @ApiQuery({ name: 'subject', required: false, description: 'Only this subject.' })
  @ApiQuery({ name: 'alarms', required: false, description: 'False alarms that the comparison may cost; 0.05.' })
  @ApiQuery({ name: 'limit', required: false, description: 'Most rows, 200; at most 2000.' })
  async compare(@Param('model') model: string, @Query() query: Words) {
    await this.view.refresh();
    const { detection } = this.infrastructure.store;
    const register = this.view.of(model)?.register;
    return refused(async () => {
      const baseline = await chosenBaseline(detection, model, register, query['baseline']);
      return compareStored(detection, baseline, {
        a: sideOf('a', query['a'] ?? 'baseline'),
        b: sideOf('b', query['b'] ?? ''),
        subject: query['subject'],
        alarms: alarmsOf(query['alarms']),
        limit: limitOf(query['limit'], 200, 2_000),
        tolerances: attentionOf(register),
        importance: register?.importance ?? {},
      });
    });
  }
}

function sideOf(field: string, text: string): Side {
  const side = readSide(text);
  if (typeof side === 'string') throw invalid([{ field, reason: side }]);
  return side;
}

function alarmsOf(text: string | undefined): number {
  const alarms = text === undefined ? 0.05 : Number(text);
  if (!(alarms > 0 && alarms <= 1))
    throw invalid([{ field: 'alarms', reason: `expected a number above 0 and at most 1, got "${text}"` }]);
  return alarms;
}

/** What a comparison refuses is wrong in the question. */
async function refused<Of>(answer: () => Promise<Of>): Promise<Of> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof ComparisonRefused) throw invalid([error]);
    throw error;
  }
}
