import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { blindSpots, type BlindSpot } from '@anchorwatch/compromise';
import type { Baseline } from '@anchorwatch/detection';
import { Infrastructure } from '../infra/infrastructure.js';
import { blindness } from '../roles/blindness.js';
import { LedgerView } from '../roles/ledger-view.js';
import { notFound } from './errors.js';
import { eventTime, limitUpTo, wholeNumberOf } from './query.js';
import { servingBaselines, type ServingBaseline } from './serving-baselines.js';

/** A week of hours. */
const LIMIT = limitUpTo(2_000, 168);
const FROM = eventTime('from', 'The first hour of `over_time`.');
const TO = eventTime('to', 'Exclusive; `next` of the page before.');
const AT = eventTime(
  'at',
  'As it stood at the end of the hour that this lies in, or of the last one before in which something was asked. Absent: now.',
);
const MOST_LASTING = 100;
const MOST_ENDED = 20;
/** Calibrations whose blind spots are remembered: they never change, and some are long. */
const MOST_REMEMBERED = 100;

@ApiTags('models')
@Controller('api/v1/models/:model')
export class CompromiseController {
  /** By the digest of the baseline. */
  private readonly blind = new Map<string, readonly BlindSpot[]>();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get('compromise')
  @ApiOperation({
    summary: 'Who asks what: principals by score and exposure, links, coverage, repeats, what is blind, and findings.',
    description:
      'Of one promoted baseline, the newest in force unless another is named. `latest` is how the watch stood (`summary`: how often each bit is set beside healthy traffic, ' +
      'at each level at most twenty principals by score, exposures, coverage of what is ordinarily asked, at most sixty links, repeats and conflicts over time), with the ' +
      '`questions` of the baseline until then and those of them that were read (`scored`). It is null, and `not_watched` says why, where nothing was watched. ' +
      '`over_time` has one point an hour of event time in which something was asked, the newest first. `findings` are those of the compromise detectors of any ' +
      'baseline of the model: `lasting`, and the newest that have `ended`.',
  })
  @ApiQuery({ name: 'baseline', required: false, description: 'Digest of a promoted one.' })
  @ApiQuery(AT)
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(LIMIT)
  async compromise(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const [at, from, to] = [wholeNumberOf(AT, query), wholeNumberOf(FROM, query), wholeNumberOf(TO, query)];
    const limit = wholeNumberOf(LIMIT, query);
    const baselines = await this.baselinesOf(model);
    const wanted = query['baseline'];
    const found = wanted === undefined ? baselines[0] : baselines.find(({ digest }) => digest === wanted);
    if (wanted !== undefined && found === undefined) throw notFound(`promoted baseline ${wanted} of ${model}`);
    const { detection } = this.infrastructure.store;
    const [lasting, ended] = await Promise.all([
      detection.findings({ model, detector: 'compromise', lasting: true, limit: MOST_LASTING }),
      detection.findings({ model, detector: 'compromise', lasting: false, limit: MOST_ENDED }),
    ]);
    const shown = { model, baselines, baseline: found?.digest ?? null, findings: { lasting, ended } };
    if (found === undefined)
      return { ...shown, ...nothing, not_watched: 'no baseline is in force: make one, and promote it' };
    return { ...shown, ...(await this.watchOf(model, found.digest, { at, from, to, limit })) };
  }

  private async baselinesOf(model: string): Promise<readonly ServingBaseline[]> {
    await this.view.refresh();
    const { telemetry } = this.infrastructure.store;
    const traffic = await telemetry.traffic(model);
    const register = this.view.of(model)?.register;
    if (register === undefined && traffic.length === 0) throw notFound(`model ${model}`);
    return servingBaselines(register, traffic);
  }

  private async watchOf(
    model: string,
    digest: string,
    { at, from, to, limit }: { at?: number; from?: number; to?: number; limit: number },
  ) {
    const { summaries, detection } = this.infrastructure.store;
    const baseline = await detection.baseline(digest);
    const blind = baseline && (await this.blindSpotsOf(baseline));
    if (blind === undefined) {
      const reason = (baseline && blindness(baseline)) ?? 'its calibration is not in the store';
      return { ...nothing, not_watched: reason };
    }
    const latest = await summaries.summary(model, digest, at === undefined ? undefined : at + 1);
    const over_time = await summaries.points({ model, baseline: digest, from, to, limit });
    return {
      not_watched: latest === undefined ? notYet(at) : '',
      latest: latest ?? null,
      over_time,
      next: over_time.length >= limit ? over_time.at(-1)!.hour : null,
      blind,
    };
  }

  /** Undefined where there is nothing to see by. */
  private async blindSpotsOf(baseline: Baseline): Promise<readonly BlindSpot[] | undefined> {
    const { digest } = baseline;
    if (blindness(baseline) !== undefined) return undefined;
    const known = this.blind.get(digest);
    if (known !== undefined) return known;
    const calibration = await this.infrastructure.store.compromise.calibration(digest);
    if (calibration === undefined) return undefined;
    const spots = blindSpots(calibration);
    this.blind.set(digest, spots);
    if (this.blind.size > MOST_REMEMBERED) this.blind.delete(this.blind.keys().next().value!);
    return spots;
  }
}

/** Where there is nothing to see. */
const nothing = { latest: null, over_time: [], next: null, blind: [] };

function notYet(at: number | undefined): string {
  return at === undefined ? 'no question has been watched yet' : 'no question had been watched until then';
}
