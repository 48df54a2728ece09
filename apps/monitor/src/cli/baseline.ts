import { AtlasProblem } from '@anchorwatch/compromise';
import { BaselineRefused, makeBaseline, type Baseline } from '@anchorwatch/detection';
import { Ledger, decidePromotion, decideRegistration, foldRegister } from '@anchorwatch/governance';
import type { Store } from '@anchorwatch/store';
import { FileProblem, makePseudonymiser } from '@anchorwatch/telemetry';
import { calibrateWatches, putWatches, watchesOf, type Watches } from '../compromise/calibrated-watches.js';
import { guardedOf } from '../compromise/guarded-texts.js';
import { honeyOf } from '../compromise/honey-file.js';
import { isCount, NO_COUNT, parseDuration } from '../config/duration.js';
import { openConfiguredStore } from '../infra/configured-store.js';
import { principalSecret } from '../infra/principal-secret.js';
import { streamOf } from '../roles/ledger-view.js';
import { nameOf, openSource } from '../scan/source.js';
import { warningLines } from '../scan/warning-lines.js';
import type { Config } from '../config/schema.js';
import { readConfig } from './read-config.js';
import { readMapping } from './read-mapping.js';
import { UsageProblem } from './usage-problem.js';

interface BaselineWords {
  readonly model: string;
  readonly modelVersion: string;
  readonly mapping?: string;
  readonly tick?: string;
  readonly promote: boolean;
  readonly owner: string;
  readonly config?: string;
}

/** `anchorwatch baseline FILE`: freezes a file into a baseline and keeps it in the store. */
export async function baselineCommand(file: string, words: BaselineWords): Promise<void> {
  const config = await readConfig(words);
  const mapping = await readMapping(words.mapping);
  const tick = words.tick === undefined ? config.detection.tick : parseDuration(words.tick);
  if (words.tick !== undefined && isCount(words.tick))
    throw new UsageProblem(`--tick: expected a length of time of at least 1s, got "${words.tick}": ${NO_COUNT}`);
  if (tick === undefined || tick < 1_000)
    throw new UsageProblem(`--tick: expected a length of time of at least 1s, got "${words.tick}"`);
  let baseline: Baseline;
  let watches: Watches;
  try {
    // What is kept names principals as the server's telemetry does.
    const source = await openSource(file, words.model, mapping, makePseudonymiser(await principalSecret(config)));
    async function* events() {
      for await (const page of source.pages()) yield page.events;
    }
    async function* labels() {
      for await (const page of source.pages()) yield page.labels;
    }
    const healthy = {
      model: words.model,
      model_version: words.modelVersion,
      tick: { kind: 'time', ms: tick },
      events,
      honey: await honeyGiven(config),
      guarded: await guardedOf(config.compromise.texts, words.model),
    } as const;
    const given = mapping?.label === undefined ? undefined : labels;
    watches = await calibrateWatches(healthy, given);
    baseline = await makeBaseline({
      ...healthy,
      made_from: `file ${nameOf(source)}`,
      segment_fields: mapping?.segment ?? [],
      ...watchesOf(watches),
      labels: given,
    });
  } catch (error) {
    if (error instanceof FileProblem || error instanceof BaselineRefused)
      throw new UsageProblem(...error.message.split('\n'));
    if (error instanceof AtlasProblem) throw new UsageProblem(error.message);
    throw error;
  }
  const store = await openConfiguredStore(config);
  try {
    await store.migrate();
    await putWatches(store, baseline.digest, watches);
    await store.detection.putBaseline(baseline);
    console.log(
      `baseline ${baseline.digest}: ${baseline.events} events, ${baseline.ticks} ticks, ${baseline.subjects.length} subjects`,
    );
    for (const line of phaseLines(baseline)) console.log(line);
    for (const line of warningLines(baseline)) console.log(`warning: ${line}`);
    for (const line of watchLines(baseline)) console.log(line);
    if (words.promote) await promote(store, baseline, words.owner);
    else console.log('not in force: promote it in the console, or with --promote');
  } finally {
    await store.close();
  }
}

/** What was calibrated beside it; of labels nothing is said where none names its source. */
function watchLines({ compromise, feedback }: Baseline): readonly string[] {
  const bits = compromise?.bits ?? [];
  const questions =
    bits.length === 0
      ? 'not watched for compromise: nobody is named and too few questions repeat'
      : `watched for compromise: ${bits.join(', ')}`;
  if (feedback === undefined) return [questions];
  const { signs } = feedback;
  const labels =
    signs.length === 0
      ? 'labels not watched for poisoning: too few healthy ones name their source'
      : `labels watched for poisoning: ${signs.join(', ')}`;
  return [questions, labels];
}

/** Of how many subjects the hours are kept. */
function phaseLines({ subjects }: Baseline): readonly string[] {
  const seasons = subjects.flatMap(
    ({ profiles }) => profiles.find(({ segment }) => segment === '')?.phases?.season ?? [],
  );
  return (['day', 'week'] as const).flatMap((season) => {
    const count = seasons.filter((one) => one === season).length;
    return count === 0 ? [] : [`kept by hour of the ${season}: ${count} subjects`];
  });
}

/** Only while no server runs on the store: the ledger of a model has one writer. */
async function promote(store: Store, baseline: Baseline, owner: string): Promise<void> {
  const ledger = await Ledger.open(store.ledger, streamOf(baseline.model));
  const registration = { model: baseline.model, owner, risk_tier: 'limited', stage: 'production' } as const;
  if (!foldRegister(ledger.entries))
    await ledger.append(decideRegistration(undefined, registration, 'user:command line', Date.now()));
  const request = { digest: baseline.digest, model_version: baseline.model_version, effective_from: 0 };
  const decision = decidePromotion(foldRegister(ledger.entries), request, 'user:command line', Date.now());
  if ('refusal' in decision) throw new Error(decision.refusal.message);
  await ledger.append(decision.drafts);
  console.log('in force for every event time on record and to come');
}

async function honeyGiven({ compromise }: Config) {
  try {
    return await honeyOf(compromise.honey_file);
  } catch (error) {
    if (error instanceof AtlasProblem) throw new UsageProblem(`compromise.honey_file: ${error.message}`);
    throw error;
  }
}
