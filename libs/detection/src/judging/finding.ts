import type { FeatureValue, Prediction } from '@anchorwatch/telemetry';
import type { FeatureShift, SegmentPart } from '../comparing/contributions.js';
import type { BinShift } from '../comparing/explain.js';
import type { DetectorName, Tier, TestResult } from '../verdicts/verdict.js';
import type { SubjectRole } from '../baselines/baseline.js';

/** Who and what set a bit too often: the evidence of a compromise detector. */
export interface QuestionEvidence {
  /** The level of the principals: `group` is several that take each other's next steps, `source` are those who label, `pooled` is everybody. */
  readonly level: 'key' | 'organisation' | 'network' | 'group' | 'source' | 'pooled';
  /** Of a group: how many principals it has; the finding names at most a thousand. */
  readonly members?: number;
  /** Questions that set it, the latest at most twenty. */
  readonly examples: readonly {
    readonly event_id: string;
    readonly principal: string;
    /** The earlier event that it resembles; '' where none. */
    readonly beside: string;
    /** Why it set the bit, in a few words; '' where the bit says it all. */
    readonly because: string;
  }[];
  /** Who set most of them in the window's time, at most five. */
  readonly most: readonly { readonly principal: string; readonly set: number }[];
  /** Of the questions that resemble an earlier one: how many, and how many of them got another answer. */
  readonly linked: number;
  readonly flipped: number;
  /** What else speaks of the principal's questions, where at least thirty different ones are remembered: shown, and never judged. */
  readonly supporting?: SupportingEvidence;
}

/** Of one principal's different questions. */
export interface SupportingEvidence {
  readonly questions: number;
  /** Reference questions of the calibration that they came near to, of all; different answers that they got. */
  readonly reached: number;
  readonly of: number;
  readonly classes: number;
  /** How normal the distances between them are (PRADA, Shapiro and Wilk's W); null where there are too few. */
  readonly shapiro_wilk: number | null;
  /** How far they lie from the reference as a whole (squared MMD). */
  readonly mmd: number;
  /** The lowest W and the largest MMD of healthy principals, and how many there are; null where none asked enough. */
  readonly healthy: {
    readonly principals: number;
    readonly shapiro_wilk: number | null;
    readonly mmd: number;
  } | null;
}

/** A question that was asked again, and both answers. Texts and features are cut. */
export interface AskedAgain {
  /** Identity of what was asked. */
  readonly question: string;
  /** The event that it was before; '' where a person named it. */
  readonly event_id: string;
  /** Wall clock, milliseconds. */
  readonly asked_at: number;
  readonly features: Readonly<Record<string, FeatureValue>>;
  /** '' where the model takes features. */
  readonly prompt: string;
  readonly before: Prediction;
  readonly now: Prediction;
}

/** Suspected questions of which copies were asked, in each of which half of all but the suspected sign was replaced (STRIP), beside healthy ones. */
export interface StripEvidence {
  /** Id of the finding that suspected them. */
  readonly finding: string;
  /** Copies of each question. */
  readonly copies: number;
  /** Features that every copy kept. */
  readonly kept: readonly string[];
  /** The answer that they keep. */
  readonly label: string;
  /** At or below this entropy (natural logarithm) of the copies' answers a question keeps its own. */
  readonly boundary: number;
  /** Suspected questions that got another answer without the sign, and the share of ordinary questions that have another one. */
  readonly turned: number;
  readonly others: number;
  /** Entropies of healthy questions, ascending, at most sixty. */
  readonly healthy: readonly number[];
  /** At most twenty, the lowest entropy first. Features are cut. */
  readonly suspected: readonly {
    readonly question: string;
    readonly event_id: string;
    /** Wall clock, milliseconds. */
    readonly asked_at: number;
    readonly features: Readonly<Record<string, FeatureValue>>;
    readonly label: string;
    readonly entropy: number;
  }[];
}

/** Where in training a finding lies. */
export interface TrainingEvidence {
  readonly run_id: string;
  /** `loss`, `gradient_norm`, `labels`, `labels between runs`, `digest`, `digest between runs`. */
  readonly measure: string;
  /** Earlier runs that it was compared with, at most twenty. */
  readonly runs: readonly string[];
}

/** Ids of what a finding is a sign of, in public taxonomies. */
export interface Techniques {
  /** MITRE ATLAS. */
  readonly atlas: readonly string[];
  /** OWASP lists, with their edition. */
  readonly owasp: readonly string[];
  /** NIST AI 100-2 E2025. */
  readonly nist: readonly string[];
}

/** A verdict or a detector's signal that passed the alarm budget; carries its evidence. */
export interface Finding {
  /** Derived: sha256 of model, baseline, detector, subject, segment, and the tick of its onset. */
  readonly id: string;
  readonly detector: DetectorName;
  /** What it looks like by itself: `drift`, `joint drift`, `new category`, `missing values`, `wrong type`, `no number`, `volume`, `silence`, `constant answer`, `errors`, `performance`; of the compromise detectors
   * what the bit is a sign of: `extraction`, `evasion`, `abuse of capacity`, … */
  readonly kind: string;
  readonly tier: Tier;
  readonly model: string;
  readonly model_version: string;
  readonly baseline: string;
  readonly subject: string;
  readonly role: SubjectRole;
  readonly segment: string;
  readonly principals: readonly string[];
  readonly statistic: string;
  readonly value: number;
  readonly critical: number;
  readonly p_value: number;
  readonly n: number;
  readonly n_effective: number;
  readonly window: {
    readonly first_event: number;
    readonly last_event: number;
    readonly from: number;
    readonly to: number;
  };
  /** When the window that raised it closed: offset of its last event (event number for files) and event time. */
  readonly raised_at: { readonly event: number; readonly time: number };
  /** When the deviation was last seen, once the episode has closed; null while it lasts. */
  readonly ended_at: { readonly event: number; readonly time: number } | null;
  readonly tick: number;
  readonly scale: number;
  readonly tests: readonly TestResult[];
  /** Counts of window and baseline over the same bins: what a person needs to see it, and where it comes from. */
  readonly evidence: {
    readonly current: readonly number[];
    readonly reference: readonly number[];
    readonly bins: readonly string[];
    readonly psi: number;
    readonly ks: number;
    readonly nulls: number;
    /** The groups of bins with the largest parts of the PSI, at most five. This and the rest are absent in findings made before there were any. */
    readonly moved?: readonly BinShift[];
    /** Of whole traffic: the segments with the largest parts of the PSI, at most five over all fields. */
    readonly segments?: readonly SegmentPart[];
    /** Of answers and of what features do together: the features that moved most in the same window, at most five. */
    readonly features?: readonly FeatureShift[];
    /** Of the compromise detectors: who asked what, and what it is a sign of. */
    readonly questions?: QuestionEvidence;
    /** Of golden questions: what was asked and answered, at most twenty. */
    readonly asked?: readonly AskedAgain[];
    /** Of questions suspected of a backdoor: what their copies were answered. */
    readonly strip?: StripEvidence;
    /** Of training runs; the finding's events are then steps. */
    readonly training?: TrainingEvidence;
    readonly techniques?: Techniques;
  };
  readonly words: string;
}
