import { digestOf, type Finding, type TickRule } from '@anchorwatch/detection';
import type { Prediction } from '@anchorwatch/telemetry';
import { golden as bit } from './declarations.js';
import type { LawTest } from './law-watch.js';
import type { Conflict } from './version-watch.js';

/** Which baseline's golden questions are asked. */
export interface GoldenPlace {
  readonly model: string;
  readonly baseline: string;
  readonly tick: TickRule;
}

/** A round, and when it was asked. */
export interface Moment {
  readonly round: number;
  readonly time: number;
}

/** A stretch of rounds in which answers are others than before. */
export interface GoldenEpisode {
  readonly model_version: string;
  readonly first: Moment;
  readonly raised: Moment;
  /** Each question once, as it first conflicted. */
  readonly conflicts: readonly Conflict[];
  /** Questions whose answer is not known to be as before again. */
  readonly open: Set<string>;
  /** Askings that were compared in rounds with conflicts. */
  readonly compared: number;
  readonly p_value: number;
  readonly alpha: number;
  readonly slip: number;
  readonly law: LawTest | undefined;
}

const mostExamples = 20;
const longestText = 500;
const mostFeatures = 50;

/** The finding of an episode: one id from its beginning to its end. */
export function goldenFinding(episode: GoldenEpisode, place: GoldenPlace, ended: Moment | undefined): Finding {
  const { model_version, first, raised, conflicts, compared, p_value, alpha, slip, law } = episode;
  const { model, baseline, tick } = place;
  const moment = ({ round, time }: Moment) => ({ event: round, time });
  const examples = conflicts.slice(0, mostExamples);
  const [value, critical, n] =
    law === undefined
      ? [conflicts.length / Math.max(1, compared), slip, compared]
      : [-Math.log10(law.p_value), -Math.log10(alpha), law.now];
  const statistic = law === undefined ? 'rate' : 'surprise of mmd';
  return {
    id: digestOf([model, baseline, 'compromise', bit.name, model_version, raised.round]).slice(0, 32),
    detector: 'compromise',
    kind: bit.suspicion,
    tier: 'alarm',
    model,
    model_version,
    baseline,
    subject: bit.name,
    role: 'bit',
    segment: '',
    principals: [],
    statistic,
    value,
    critical,
    p_value,
    n,
    n_effective: n,
    window: { first_event: first.round, last_event: raised.round, from: first.time, to: raised.time },
    raised_at: moment(raised),
    ended_at: ended === undefined ? null : moment(ended),
    tick: tick.kind === 'time' ? Math.floor(raised.time / tick.ms) : raised.round,
    scale: 1,
    tests: [{ statistic, value, p_value, critical }],
    evidence: {
      current: [conflicts.length, Math.max(0, compared - conflicts.length)],
      reference: [Math.round(slip * 10_000), 10_000 - Math.round(slip * 10_000)],
      bins: [bit.name, 'others'],
      psi: 0,
      ks: law?.mmd ?? Math.max(0, value - slip),
      nulls: 0,
      questions: {
        level: 'pooled',
        examples: examples.map(({ golden, difference }) => ({
          event_id: golden.event_id === '' ? golden.question : golden.event_id,
          principal: '',
          beside: golden.event_id,
          because: difference === 'label' ? 'another label' : 'another score',
        })),
        most: [],
        linked: compared,
        flipped: conflicts.filter(({ difference }) => difference === 'label').length,
      },
      asked: examples.map(({ golden, before, now, asked_at }) => ({
        question: golden.question,
        event_id: golden.event_id,
        asked_at,
        features: Object.fromEntries(Object.entries(golden.features).slice(0, mostFeatures)),
        prompt: golden.prompt.slice(0, longestText),
        before: shown(before),
        now: shown(now),
      })),
      techniques: { atlas: bit.atlas, owasp: bit.owasp, nist: bit.nist },
    },
    words: wordsOf(episode),
  };
}

function shown({ label, ...rest }: Prediction): Prediction {
  return label === undefined ? rest : { label: label.slice(0, longestText), ...rest };
}

function wordsOf({ conflicts, compared, law, alpha, model_version }: GoldenEpisode): string {
  const version = model_version === '' ? 'the same version' : `version ${model_version}`;
  if (law !== undefined)
    return `the texts of ${version} to ${law.questions} prompts asked again are drawn from another law than before (MMD ${law.mmd.toPrecision(2)}, p ${law.p_value.toPrecision(2)}, level ${alpha.toPrecision(2)})`;
  const labels = conflicts.filter(({ difference }) => difference === 'label').length;
  const what = labels === 0 ? 'the same label with another score' : `${labels} with another label`;
  return `${conflicts.length} of ${compared} questions asked again got another answer of ${version} than before, every time (${what})`;
}
