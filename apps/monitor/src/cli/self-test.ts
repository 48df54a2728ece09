import { writeFile } from 'node:fs/promises';
import { BaselineRefused, selfTest, type SelfTestReport } from '@anchorwatch/detection';
import { FileProblem } from '@anchorwatch/telemetry';
import { openConfiguredStore } from '../infra/configured-store.js';
import { RegisterView } from '../roles/register-view.js';
import { DEFAULT_SIZE, lastOf, selfTestOf, type SelfTestSize } from '../roles/self-test.js';
import { readScanOptions, type ScanWords } from '../scan/options.js';
import { pagesWithin, prepare } from '../scan/scan.js';
import type { Page } from '../scan/source.js';
import { isKept, selfTestText } from '../scan/self-test-text.js';
import { readConfig } from './read-config.js';
import { readMapping } from './read-mapping.js';
import { UsageProblem } from './usage-problem.js';

interface SelfTestWords extends ScanWords {
  readonly model?: string;
  readonly config?: string;
  readonly resamples?: string;
  readonly events?: string;
  readonly seed?: string;
  readonly onlyControls?: boolean;
}

/** Exit status when more was raised on healthy traffic than the budget allows, or an injection was missed. */
const FELL_SHORT = 3;

/** `anchorwatch self-test [FILE]`: known drift and none, in copies of a file's or a model's traffic. */
export async function selfTestCommand(file: string | undefined, words: SelfTestWords): Promise<void> {
  const size: SelfTestSize = {
    resamples: whole('--resamples', words.resamples, DEFAULT_SIZE.resamples, 0, 1_000),
    events: whole('--events', words.events, DEFAULT_SIZE.events, 1_000, 1_000_000),
    seed: whole('--seed', words.seed, DEFAULT_SIZE.seed, 0, 4_294_967_295),
    only_controls: words.onlyControls ?? false,
  };
  if ((file === undefined) === (words.model === undefined))
    throw new UsageProblem('name a file, or with --model a model whose telemetry is stored; not both');
  const report = file === undefined ? await ofModel(words, size) : await ofFile(file, words, size);
  console.log(selfTestText(report));
  if (words.json !== undefined) await writeFile(words.json, `${JSON.stringify(report, null, 2)}\n`);
  if (!isKept(report)) process.exitCode = FELL_SHORT;
}

async function ofFile(path: string, words: SelfTestWords, size: SelfTestSize): Promise<SelfTestReport> {
  const { only_controls = false } = size;
  try {
    const mapping = await readMapping(words.mapping);
    const input = { ...readScanOptions(words), path, mapping, labelsPath: undefined };
    const { source, baseline, policies, budget, healthy, isHealthy } = await prepare(input);
    const rest = pagesWithin(source, (event) => !isHealthy(event), false);
    const recent = only_controls ? [] : await lastOf(eventsOf(rest), size.events);
    if (recent.length < 2 && !only_controls) throw new UsageProblem('nothing is left of the file after its baseline');
    const test = selfTest({
      baseline,
      policy: policies.events,
      alarms_per_tick: budget.alarms / budget.ticks,
      healthy: await lastOf(eventsOf(healthy()), size.events),
      recent,
      resamples: size.resamples,
      seed: size.seed,
      only_controls,
    });
    for (;;) {
      const next = test.next();
      if (next.done) return next.value;
      if (next.value !== undefined) tell(next.value);
    }
  } catch (error) {
    if (error instanceof FileProblem || error instanceof BaselineRefused)
      throw new UsageProblem(...error.message.split('\n'));
    throw error;
  }
}

async function ofModel(words: SelfTestWords, size: SelfTestSize): Promise<SelfTestReport> {
  const model = words.model!;
  const config = await readConfig(words);
  const store = await openConfiguredStore(config);
  try {
    await store.migrate();
    const register = new RegisterView(store);
    await register.refresh();
    const version = register
      .models()
      .find((one) => one.model === model)
      ?.promotions.at(-1)?.model_version;
    const baseline = version === undefined ? undefined : register.baselineOf(model, version, Infinity);
    if (!baseline) throw new UsageProblem(`--model ${model}: no baseline of it has been promoted`);
    const { alarms_per_week } = config.detection;
    const report = await selfTestOf(store.telemetry, register.models(), baseline, alarms_per_week, size, tell);
    if (typeof report === 'string') throw new UsageProblem(`--model ${model}: ${report}`);
    return report;
  } finally {
    await store.close();
  }
}

async function* eventsOf(pages: AsyncIterable<Page>): AsyncIterable<Page['events']> {
  for await (const page of pages) yield page.events;
}

/** Progress goes to standard error, where it is a terminal. */
function tell(step: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${step}`);
}

function whole(option: string, word: string | undefined, fallback: number, least: number, most: number): number {
  if (word === undefined) return fallback;
  const value = Number(word);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new UsageProblem(`${option}: expected a whole number from ${least} to ${most}, got "${word}"`);
}
