import type { TrainingStep } from '@anchorwatch/telemetry';
import type { BlindSpot } from '../blind-spots.js';
import { enoughWindows } from '../rates/measure-dispersion.js';
import { fewestCompared } from './comparable.js';
import { levelReports } from './local-level.js';
import { labelsBySource } from './run-shape.js';
import type { RunWatch } from './run-watch.js';
import { enoughRises } from './tail-book.js';
import type { TrainingWatcher } from './training-watcher.js';

/** What the steps told, as far as blindness is concerned. */
export class Told {
  loss = 0;
  notPositive = 0;
  gradient_norm = 0;
  labels = false;
  bySource = false;
  digests = new Set<string>();
  programs = false;
  /** Most windows of labels of one source, and most comparable runs, that any run had. */
  windows = 0;
  compared = 0;

  read(step: TrainingStep, run: RunWatch): void {
    const { loss, gradient_norm, sources } = step;
    if (loss !== undefined) this[loss > 0 ? 'loss' : 'notPositive']++;
    if (gradient_norm !== undefined && gradient_norm > 0) this.gradient_norm++;
    for (const source of Object.keys(labelsBySource(step))) {
      this.labels = true;
      this.bySource ||= source !== '';
      this.windows = Math.max(this.windows, run.balance.windowsOf(source));
    }
    if (this.digests.size < mostNames)
      for (const { name, digest } of sources) if (digest !== '') this.digests.add(name);
    this.programs ||= step.code_digest !== '' || step.config_digest !== '';
    this.compared = Math.max(this.compared, run.compared);
  }
}

const mostNames = 1_000;

/** What cannot be seen in the training runs of this model, and why. */
export function trainingBlindSpots(told: Told, watcher: TrainingWatcher): readonly BlindSpot[] {
  const spots: BlindSpot[] = [];
  const say = (detector: string, reason: string) => void spots.push({ detector, reason });
  const rises = watcher.risesSeen();
  if (told.loss === 0) say('spike', told.notPositive > 0 ? 'no loss is above 0' : 'no step tells a loss');
  else if (rises.loss < enoughRises) say('spike', fewRises(rises.loss));
  if (told.gradient_norm === 0) say('surge', 'no step tells a gradient norm above 0');
  else if (rises.gradient_norm < enoughRises) say('surge', fewRises(rises.gradient_norm));
  if (!told.labels) say('balance', 'no step tells counts of labels');
  else {
    if (!told.bySource) say('balance', 'counts of labels are not told by source: none can be accused');
    if (told.windows < enoughWindows && told.compared < fewestCompared)
      say(
        'balance',
        `insufficient calibration: ${told.windows} reports with labels of one source before, at least ${enoughWindows} in one run or ${fewestCompared} comparable runs are needed`,
      );
  }
  if (told.compared < fewestCompared)
    say(
      'jump',
      `insufficient calibration: ${told.compared} comparable earlier runs, at least ${fewestCompared} are needed`,
    );
  if (!told.programs) say('jump', 'no step tells digests of code or configuration: a change of them explains nothing');
  if (told.digests.size === 0) say('swapped', 'no step tells digests of sources');
  else if (![...told.digests].some((name) => watcher.knowsDigestsOf(name)))
    say('swapped', `insufficient calibration: no source kept its digest over ${enoughWindows} reports`);
  return spots;
}

function fewRises(count: number): string {
  return `insufficient calibration: ${count} reports with ${levelReports} before them, at least ${enoughRises} are needed`;
}
