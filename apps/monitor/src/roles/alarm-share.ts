import type { Baseline, CompromiseWatch, FeedbackWatch, Strand } from '@anchorwatch/detection';
import { baselinesInForce, type RegisteredModel } from '@anchorwatch/governance';

/** A share of the installation's alarm budget, and the tick below which it holds. */
export interface AlarmShare {
  readonly share: number;
  readonly below: number;
}

/**
 * A model's share of the installation's alarm budget at a tick, by the weights of the models that have a baseline in force
 * by then. A function of the register and of event time alone: neither a restart nor the moment of judging changes it.
 * `below` is the tick at which another model's baseline comes into force and the shares change.
 *
 * @param tick number of the tick of `baseline`; -Infinity before the first
 */
export function alarmShare(
  models: readonly RegisteredModel[],
  baseline: Pick<Baseline, 'model' | 'tick'>,
  tick: number,
): AlarmShare {
  const tickMs = tickMsOf(baseline);
  const time = tick * tickMs;
  const own = models.find((model) => model.model === baseline.model)?.alarms_weight ?? 1;
  let others = 0;
  let below = Infinity;
  for (const { model, alarms_weight, promotions } of models) {
    if (model === baseline.model || promotions.length === 0) continue;
    const since = Math.min(...promotions.map(({ effective_from }) => effective_from));
    if (since <= time) others += alarms_weight;
    else below = Math.min(below, Math.ceil(since / tickMs));
  }
  return { share: own / (own + others), below };
}

/**
 * The part of its model's share that a baseline has at a tick beside those of other versions: the newest half, the one before it
 * a quarter, and so on, the oldest two the same. Nobody says when a version serves no more, so that an even division would
 * leave the one that serves ever less. All of it for a baseline that nobody promoted.
 */
export function baselineShare(
  model: Pick<RegisteredModel, 'promotions'> | undefined,
  { digest, tick: rule }: Pick<Baseline, 'digest' | 'tick'>,
  tick: number,
): AlarmShare {
  const { promotions } = model ?? { promotions: [] };
  const own = promotions.filter((promotion) => promotion.digest === digest);
  if (own.length === 0) return { share: 1, below: Infinity };
  const tickMs = tickMsOf({ tick: rule });
  // The tick in which it comes into force begins before it does.
  const time = Math.max(tick * tickMs, Math.min(...own.map(({ effective_from }) => effective_from)));
  const inForce = baselinesInForce({ promotions }, time);
  const place = Math.max(0, inForce.indexOf(digest));
  const next = Math.min(...promotions.map(({ effective_from }) => effective_from).filter((from) => from > time));
  return { share: 2 ** -Math.min(place + 1, inForce.length - 1), below: Math.ceil(next / tickMs) };
}

/** What a stream's share depends on. */
type Divided = Pick<Baseline, 'subjects' | 'performance' | 'compromise' | 'feedback'>;

/** The share of one stream: of its model, of its baseline within the model, and of its strand within the baseline. */
export function streamShare(
  models: readonly RegisteredModel[],
  baseline: Divided & Pick<Baseline, 'model' | 'digest' | 'tick'>,
  strand: Strand,
  tick: number,
): AlarmShare {
  const ofModel = alarmShare(models, baseline, tick);
  const registered = models.find(({ model }) => model === baseline.model);
  const ofBaseline = baselineShare(registered, baseline, tick);
  return {
    share: ofModel.share * ofBaseline.share * strandShare(baseline, strand),
    below: Math.min(ofModel.below, ofBaseline.below),
  };
}

/** The part of a baseline's share that watching for compromise may cost … */
const shareOfEverything = 0.25;
/** … and where it is only whether the same question gets the same answer. */
const shareOfAnswers = 0.02;

/** The same for what can be watched; 0 where nothing can. */
export function compromiseShare(watch: CompromiseWatch | undefined): number {
  const { bits } = watch ?? { bits: [] };
  if (bits.length === 0) return 0;
  return bits.every((bit) => bit === 'conflict') ? shareOfAnswers : shareOfEverything;
}

/** The part of a baseline's share that watching its labels may cost; 0 where nothing can be watched in them. */
export function feedbackShare(watch: FeedbackWatch | undefined): number {
  return watch === undefined || watch.signs.length === 0 ? 0 : shareOfEverything;
}

/**
 * How a baseline's share is divided: watching questions and labels for compromise get their parts where they are calibrated; of the rest late truth,
 * where it is watched, a tenth, and performance, where it can be measured, another fifth.
 */
export function strandShare(baseline: Divided, strand: Strand): number {
  const compromise = compromiseShare(baseline.compromise);
  const feedback = feedbackShare(baseline.feedback);
  if (strand === 'compromise') return compromise;
  if (strand === 'feedback') return feedback;
  const truth = baseline.subjects.some((subject) => subject.role === 'truth') ? 0.1 : 0;
  const labels = truth + (baseline.performance?.kind === 'measured' ? 0.2 : 0);
  return (1 - compromise - feedback) * (strand === 'labels' ? labels || 1 : 1 - labels);
}

function tickMsOf({ tick }: Pick<Baseline, 'tick'>): number {
  return tick.kind === 'time' ? tick.ms : 1;
}
