import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Baseline } from '@anchorwatch/detection';
import { baselinesInForce } from '@anchorwatch/governance';
import type { ProbeSettings } from '../config/probes.js';
import { Infrastructure } from '../infra/infrastructure.js';
import { Serial } from '../infra/serial.js';
import { AskedRounds } from '../roles/asked-rounds.js';
import { LedgerView } from '../roles/ledger-view.js';
import { notFound } from './errors.js';
import { eventTime, limitUpTo, wholeNumberOf } from './query.js';

const LIMIT = limitUpTo(10_000, 500);
const FROM = eventTime('from', 'When it was asked (wall clock), the first.');
const TO = eventTime('to', 'When it was asked, exclusive; `next` of the page before.');
/** Baselines whose rounds are kept judged, the latest asked about. */
const MOST_KEPT = 20;

/** What asking models again has shown, folded from what is stored of it. */
@ApiTags('models')
@Controller('api/v1/models/:model/askings')
export class AskingsController {
  private readonly kept = new Map<string, AskedRounds>();
  private readonly serial = new Serial();

  constructor(
    private readonly infrastructure: Infrastructure,
    private readonly view: LedgerView,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Every time that a golden question was asked again, newest first, beside the answer of before.',
    description:
      '`difference` is `same`, `label`, `score` or `none` (nothing in common), and null where answers are not compared one by one: failed, the first of a version, or texts that are drawn anew.',
  })
  @ApiQuery({ name: 'baseline', required: false, description: 'Only golden questions of this digest.' })
  @ApiQuery({ name: 'question', required: false, description: 'Only this one, by its identity.' })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiQuery(LIMIT)
  async askings(@Param('model') model: string, @Query() query: Readonly<Record<string, string | undefined>>) {
    const limit = wholeNumberOf(LIMIT, query);
    const askings = await this.infrastructure.store.asking.askings({
      model,
      baseline: query['baseline'],
      question: query['question'],
      from: wholeNumberOf(FROM, query),
      to: wholeNumberOf(TO, query),
      limit,
    });
    await this.view.refresh();
    const probe = this.probeOf(model);
    const judges = new Map<string, AskedRounds | undefined>();
    for (const { baseline } of askings)
      if (!judges.has(baseline)) judges.set(baseline, probe && (await this.roundsOf(baseline, probe)));
    const rows = askings.map((asking) => ({
      ...asking,
      difference: judges.get(asking.baseline)?.judge.differenceOf(asking) ?? null,
    }));
    const last = askings.at(-1);
    return { askings: rows, next: askings.length >= limit && last ? last.asked_at : null };
  }

  @Get('state')
  @ApiOperation({
    summary:
      'Whether and how a model is asked again, by baseline in force and version: deterministic or not, what conflicts.',
  })
  async state(@Param('model') model: string) {
    await this.view.refresh();
    const register = this.view.of(model)?.register;
    const probe = this.probeOf(model);
    if (register === undefined && probe === undefined) throw notFound(`a registered model ${model}`);
    const digests = register === undefined ? [] : baselinesInForce(register, Number.MAX_SAFE_INTEGER);
    const baselines =
      probe === undefined ? [] : await Promise.all(digests.map((digest) => this.stateOf(digest, probe)));
    const shown = probe && { protocol: probe.protocol, every_ms: probe.every, questions: probe.questions };
    return { model, probe: shown ?? null, baselines };
  }

  @Get('golden')
  @ApiOperation({ summary: 'The golden questions of a baseline, with the answers given when it was healthy.' })
  @ApiQuery({ name: 'baseline', description: 'Digest of the baseline.' })
  async golden(@Param('model') model: string, @Query('baseline') baseline?: string) {
    return { golden: await this.infrastructure.store.asking.golden(model, baseline ?? '') };
  }

  private async stateOf(digest: string, probe: ProbeSettings) {
    const rounds = await this.roundsOf(digest, probe);
    if (rounds === undefined || rounds.given.golden.length === 0)
      return { baseline: digest, golden: 0, asked: 0, rounds: 0, versions: [] };
    const { golden } = rounds.given;
    return {
      baseline: digest,
      golden: golden.length,
      /** Golden questions that were asked at least once. */
      asked: golden.filter(({ question }) => rounds.asked.has(question)).length,
      rounds: rounds.last,
      versions: rounds.states(),
    };
  }

  private roundsOf(digest: string, probe: ProbeSettings): Promise<AskedRounds | undefined> {
    return this.serial.run(digest, async () => {
      const { store } = this.infrastructure;
      const rounds = this.kept.get(digest) ?? (await this.opened(await store.detection.baseline(digest), probe));
      await rounds?.catchUp(store.asking);
      return rounds;
    });
  }

  private async opened(baseline: Baseline | undefined, probe: ProbeSettings): Promise<AskedRounds | undefined> {
    if (baseline === undefined) return undefined;
    const { store, config } = this.infrastructure;
    const golden = await store.asking.golden(baseline.model, baseline.digest);
    const models = () => this.view.all().flatMap((state) => state.register ?? []);
    const { alarms_per_week } = config.detection;
    const rounds = new AskedRounds({ baseline, probe, golden, models, alarms_per_week });
    // Those not chosen yet are looked for again.
    if (golden.length > 0) this.kept.set(baseline.digest, rounds);
    if (this.kept.size > MOST_KEPT) this.kept.delete(this.kept.keys().next().value!);
    return rounds;
  }

  private probeOf(model: string): ProbeSettings | undefined {
    return this.infrastructure.config.compromise.probes.find((probe) => probe.model === model);
  }
}
