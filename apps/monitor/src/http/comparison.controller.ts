import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { compareBaselines } from '@anchorwatch/detection';
import type { RegisteredModel } from '@anchorwatch/governance';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { chosenBaseline } from '../compare/chosen-baseline.js';
import { ComparisonRefused, compareStored } from '../compare/compare-stored.js';
import { withImportance } from '../compare/comparison.js';
import { readSide, type Side } from '../compare/side.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { attentionOf } from '../roles/attention.js';
import { LedgerView } from '../roles/ledger-view.js';
import { askWhatIf } from '../what-if/ask-what-if.js';
import { ApiError, invalid } from './errors.js';
import { limitUpTo, SUBJECT, wholeNumberOf } from './query.js';
import { whileAsked } from './while-asked.js';

type Words = Readonly<Record<string, string | undefined>>;

/** Of history, in one question over HTTP. */
const MOST_JUDGED = { ticks: 20_000, series_ticks: 5_000_000, events: 1_000_000 };
const MOST_SECONDS = 60;
const LIMIT = limitUpTo(2_000, 200);
const TOO_LONG = new ComparisonRefused('from', `took longer than ${MOST_SECONDS} seconds: choose a shorter stretch`);

const SIDE = 'FROM..TO, field=value or field=value@FROM..TO; times RFC 3339 or epoch milliseconds, open ends allowed';

/** Sets what was counted side by side. Everything here is read-only. */
@ApiTags('comparisons')
@Controller('api/v1/models/:model')
export class ComparisonController {
  private rehearsing = false;

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('compare')
  @ApiOperation({
    summary:
      'Two windows or segments of stored traffic side by side, or one beside its baseline; computed in the store.',
    description:
      'Every subject with n, effective n, what is counted beside the bins (missing, mistyped, NaN, infinite, below, above the range), PSI and its noise, KS and its critical value, words, the bins that moved most, ' +
      'and the parts of segments. Bounded to 30 seconds and 1 GiB of the store.',
  })
  @ApiQuery({ name: 'a', required: false, description: `baseline (the default), or ${SIDE}` })
  @ApiQuery({ name: 'b', description: SIDE })
  @ApiQuery({
    name: 'baseline',
    required: false,
    description: 'Digest, or the beginning of it; the one promoted last.',
  })
  @ApiQuery({ name: 'subject', required: false, description: `Only this subject. ${SUBJECT}` })
  @ApiQuery({ name: 'alarms', required: false, description: 'False alarms that the comparison may cost; 0.05.' })
  @ApiQuery(LIMIT)
  async compare(@Param('model') model: string, @Query() query: Words) {
    const limit = wholeNumberOf(LIMIT, query);
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
        limit,
        tolerances: attentionOf(register),
        importance: register?.importance ?? {},
      });
    });
  }

  @Get('what-if')
  @ApiOperation({
    summary: 'History judged again with another baseline or budget, beside what is on record. Writes nothing.',
    description:
      'With a baseline that was in force the stored profiles are judged again; with another one stored events are counted again. ' +
      'At most 20,000 ticks (the windows before `from` included), 5,000,000 ticks times subjects and segments, 1,000,000 events, ' +
      '20,000 findings and 60 seconds; one question at a time in a process, dropped when the client leaves. ' +
      'The command `anchorwatch what-if` takes more.',
  })
  @ApiQuery({ name: 'from', description: 'Event time, RFC 3339 or epoch milliseconds.' })
  @ApiQuery({ name: 'to', description: 'Event time, exclusive.' })
  @ApiQuery({
    name: 'baseline',
    required: false,
    description: 'Digest, or the beginning of it; the one promoted last.',
  })
  @ApiQuery({
    name: 'alarms_per_week',
    required: false,
    description: 'Of the whole installation; the one in force; at most 10,000.',
  })
  async whatIf(
    @Param('model') model: string,
    @Query() query: Words,
    @Res({ passthrough: true }) reply: Pick<FastifyReply, 'raw'>,
  ) {
    if (this.rehearsing)
      throw new ApiError(409, 'busy', 'Another what-if is under way in this process: ask again later.');
    this.rehearsing = true;
    try {
      await this.view.refresh();
      const { store, config } = this.infrastructure;
      const models = this.view.all().flatMap(({ register }) => register ?? []);
      const { from, to, baseline, alarms_per_week } = query;
      const words = { model, from, to, baseline, alarms_per_week };
      const limit = { ms: MOST_SECONDS * 1_000, error: TOO_LONG };
      return await refused(() =>
        whileAsked(reply, limit, (signal) =>
          askWhatIf(store, models, words, config.detection, { most: MOST_JUDGED, signal }),
        ),
      );
    } finally {
      this.rehearsing = false;
    }
  }

  @Get('baselines/:digest/compare')
  @ApiOperation({
    summary:
      'A baseline beside the one that it would follow, or has followed: what moved, and what to know before promoting.',
  })
  @ApiQuery({
    name: 'with',
    required: false,
    description: 'Digest of the other; for a promoted baseline the one before it, for a candidate the one in force.',
  })
  @ApiQuery({ name: 'alarms', required: false, description: 'False alarms that the comparison may cost; 0.05.' })
  @ApiQuery(LIMIT)
  async compareBaselines(@Param('model') model: string, @Param('digest') digest: string, @Query() query: Words) {
    const limit = wholeNumberOf(LIMIT, query);
    await this.view.refresh();
    const { detection } = this.infrastructure.store;
    const register = this.view.of(model)?.register;
    const alarms = alarmsOf(query['alarms']);
    return refused(async () => {
      const candidate = await chosenBaseline(detection, model, undefined, digest, 'digest');
      const other = query['with'] ?? formerOf(register, candidate.digest);
      if (other === undefined) throw new ComparisonRefused('with', `${model} has no other baseline in force`);
      const former = await chosenBaseline(detection, model, undefined, other, 'with');
      if (former.digest === candidate.digest) throw new ComparisonRefused('with', 'is the baseline itself');
      const compared = compareBaselines(former, candidate, alarms, attentionOf(register));
      return {
        model,
        baseline: candidate.digest,
        with: former.digest,
        ...compared,
        subjects: compared.subjects.slice(0, limit).map((row) => withImportance(row, register?.importance ?? {})),
        left_out: Math.max(0, compared.subjects.length - limit),
      };
    });
  }
}

/** The baseline that was in force when this one was promoted, or is now that it is not. */
function formerOf(register: RegisteredModel | undefined, digest: string): string | undefined {
  const promotions = register?.promotions ?? [];
  const own = promotions.findIndex((promotion) => promotion.digest === digest);
  const before = own < 0 ? promotions : promotions.slice(0, own);
  return before.findLast((promotion) => promotion.digest !== digest)?.digest;
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
