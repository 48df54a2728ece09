import { feedbackDeclarations } from '../feedback/feedback-declarations.js';
import { trainingDeclarations } from '../training-runs/signs.js';
import { askingDeclarations } from '../asking/declarations.js';
import { exposed } from '../exposure/exposure-watch.js';
import type { Declaration } from '../declaration.js';
import { again } from './again.js';
import { canary } from './canary.js';
import { consumption } from './consumption.js';
import type { Detector } from './detector.js';
import { classified } from './classified.js';
import { climbs } from './climbs.js';
import { honey } from './honey.js';
import { kin } from './kin.js';
import { latency } from './latency.js';
import { linkage } from './linkage.js';
import { links } from './links.js';
import { margin } from './margin.js';
import { novelty } from './novelty.js';
import { persisted } from './persisted.js';
import { prints } from './prints.js';
import { relays } from './relays.js';
import { repeats } from './repeats.js';
import { sponge } from './sponge.js';
import { steps } from './steps.js';
import { sweeps } from './sweeps.js';
import { texts } from './texts.js';
import { tokens } from './tokens.js';
import { trigger } from './trigger.js';

/** Every detector, in the order in which they read a question. Adding one is one file, one line here, and its page in docs/detectors/. */
export const detectors: Readonly<Record<string, Detector>> = {
  novelty,
  linkage,
  steps,
  kin,
  relays,
  prints,
  sweeps,
  climbs,
  honey,
  margin,
  repeats,
  texts,
  canary,
  classified,
  links,
  persisted,
  latency,
  tokens,
  sponge,
  again,
  consumption,
  trigger,
} as Readonly<Record<string, Detector>>;

/** Everything that is a sign of something: those detectors, copies that are learned from answers, asking again, which reads no questions of others, labels and training runs. */
export const declaring: Readonly<Record<string, Pick<Detector, 'bits'>>> = {
  ...detectors,
  exposure: { bits: [exposed] },
  asking: { bits: askingDeclarations },
  feedback: { bits: feedbackDeclarations },
  'training-run': { bits: trainingDeclarations },
};

/** What each bit says of itself, in the order of the detectors. */
export const declarations: readonly Declaration[] = Object.values(declaring).flatMap(({ bits }) => bits);
