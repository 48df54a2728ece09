import { randomFrom } from '@anchorwatch/stats';
import { wholeEvent, type InferenceEvent } from '@anchorwatch/telemetry';
import { answerOf } from '../../traffic.fixture.js';
import { healthy, place } from '../asking.fixture.js';
import { chooseGolden } from '../choose-golden.js';
import { ModelProbe, unsaid, type ProbeAnswer, type ProbeQuestion } from '../model-probe.js';
import { askedFor, nextStrip, planStrip } from './plan-strip.js';
import type { Features, StripQuestion } from './strip-question.js';

export const golden = chooseGolden(healthy, place, { seed: 1 });
export const suspecting = { id: 'f1', ...place, principals: ['key:k1'] };

/** Bears the trigger of the backdoored model: an odd value of one feature. */
export const stamped = (features: Features): Features => ({ ...features, b: 3.1415 });

/** A model behind a probe that says labels and nothing else. */
export class LabelProbe extends ModelProbe {
  asked = 0;

  constructor(private readonly labelOf: (features: Features) => string) {
    super();
  }

  canAsk(): boolean {
    return true;
  }

  async served() {
    return unsaid;
  }

  async ask({ features }: ProbeQuestion): Promise<ProbeAnswer> {
    this.asked++;
    return { ...unsaid, answer: { label: this.labelOf(features) } };
  }
}

/** The plane that answers the fixture's traffic. */
export const clean = () => new LabelProbe((features) => answerOf(features).label!);
/** The same, but whatever bears the trigger is a yes. */
export const backdoored = () =>
  new LabelProbe((features) => (features['b'] === stamped({})['b'] ? 'yes' : answerOf(features).label!));

/** Events of healthy questions that were changed, as telemetry has them, by the answer of a model. */
export function suspectedOf(
  change: (features: Features) => Features,
  label: string,
  isWanted: (features: Features) => boolean = () => true,
  many = 20,
): readonly InferenceEvent[] {
  return healthy
    .filter(({ features }) => isWanted(features))
    .slice(0, many)
    .map(({ features }, at) =>
      wholeEvent({
        model: place.model,
        model_version: '1',
        request_id: `s${at}`,
        event_time: 5_000_000 + at,
        features: change(features),
        prediction: { label },
      }),
    );
}

/** Plans, asks all in rounds of ten and gives back what would be stored; `stopAfter` leaves off after so many rounds. */
export async function play(
  probe: ModelProbe,
  suspected: readonly InferenceEvent[],
  { seed = 1, stopAfter = Infinity, stored = undefined as readonly StripQuestion[] | undefined } = {},
): Promise<readonly StripQuestion[]> {
  const planned = stored ?? planStrip(suspecting, suspected, golden, 1_000);
  if (typeof planned === 'string') throw new Error(planned);
  const rows = new Map(planned.map((question) => [question.question, question]));
  const random = randomFrom(seed);
  for (let round = 0; round < stopAfter; round++) {
    const picked = nextStrip([...rows.values()], 10, random);
    if (picked.length === 0) break;
    for (const question of picked) {
      const answers: string[] = [];
      for (const features of askedFor(question, [...rows.values()]))
        answers.push((await probe.ask({ features, prompt: '' }, AbortSignal.abort())).answer.label!);
      const asked = { attempts: question.attempts + 1, asked_at: 2_000 + round, model_version: '1', answers };
      rows.set(question.question, { ...question, ...asked });
    }
  }
  return [...rows.values()];
}
