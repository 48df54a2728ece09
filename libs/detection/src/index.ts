export type {
  Baseline,
  BaselineProfile,
  BaselineSubject,
  BaselineVolume,
  BaselineWarning,
  CompromiseWatch,
  FeedbackWatch,
  LeftOut,
  Bins,
  Overdispersion,
  Season,
  SubjectRole,
  TickRule,
} from './baselines/baseline.js';
export type { MergedProfile, Profile, Progress } from './counting/profile.js';
export type { DetectorName, TestResult, Tier, Verdict } from './verdicts/verdict.js';
export type {
  AskedAgain,
  Finding,
  QuestionEvidence,
  StripEvidence,
  Techniques,
  TrainingEvidence,
} from './judging/finding.js';
export { digestOf } from './digest.js';
export { summed } from './comparing/compared-counts.js';
export type {
  ComparedCounts,
  ComparedSubject,
  HourSum,
  ProfileQuestion,
  Stretch,
  Summed,
  SummedProfile,
} from './comparing/compared-counts.js';
export { distancesOf, noDistances } from './verdicts/distances.js';
export type { Distances } from './verdicts/distances.js';
export {
  byEffect,
  comparisonLevels,
  comparisonOf,
  comparisonPolicy,
  referenceOfStretch,
} from './comparing/comparison.js';
export { Reference } from './references/reference.js';
export { SubjectReference } from './references/subject-reference.js';
export type { ComparedSide, SubjectComparison } from './comparing/comparison.js';
export { compareBaselines } from './baselines/compare-baselines.js';
export type { BaselineComparison, BaselineDrift } from './baselines/compare-baselines.js';
export { binShifts, ksPlace, mostMoved } from './comparing/explain.js';
export type { BinShift, KsPlace } from './comparing/explain.js';
export type { FeatureShift, SegmentPart } from './comparing/contributions.js';
export { segmentShifts } from './comparing/explain-segments.js';
export type { SegmentShift, SegmentSides } from './comparing/explain-segments.js';
export { besides, noneBeside } from './counting/beside.js';
export type { Beside, BesideCounts } from './counting/beside.js';
export { VerdictCounter } from './verdicts/verdict-tally.js';
export type { VerdictTally } from './verdicts/verdict-tally.js';
export { DetectionStore, feedOf, labelSubjects } from './detection-store.js';
export type { Feed, Judgement, ProfilePlace, Strand } from './detection-store.js';
export { binLabels } from './counting/binner.js';
export { featureOfSubject, subjectNamed, subjectsOf, truthOf } from './counting/subjects.js';
export type { SubjectOfEvent, SubjectValue } from './counting/subjects.js';
export { BaselineRefused } from './baselines/survey.js';
export type { Pages } from './baselines/survey.js';
export { eventsOutside, isLeftOut, wholeTicks } from './baselines/left-out.js';
export { makeBaseline } from './baselines/make-baseline.js';
export type { BaselineOptions } from './baselines/make-baseline.js';
export { isAnythingOpen } from './judging/judge-memory.js';
export { defaultAbsentMs, nameOf, PartitionCounter } from './counting/partition-counter.js';
export type { Drained, PartitionCounterOptions } from './counting/partition-counter.js';
export { mergeProfiles } from './counting/merge-profiles.js';
export { readyBelow } from './counting/ready-below.js';
export { alphaOf, defaultPolicy, policyFor, scalesOf, testsPerTick } from './budget/policy.js';
export type { AlarmBudget, JudgePolicy, Tolerances } from './budget/policy.js';
export type { BudgetUse } from './budget/budget-use.js';
export { selfTest } from './self-test/self-test.js';
export type { InjectionResult, SelfTestReport } from './self-test/self-test.js';
export { expectedOf } from './references/expected-of.js';
export type { ExpectedCounts } from './references/expected-of.js';
export { HEAT_FIELDS, heatOf, surpriseOf } from './verdicts/heat.js';
export type { Heat, HeatCell, HeatQuestion, HeatRow, HeatVerdict } from './verdicts/heat.js';
export { sensitivityOf } from './budget/sensitivity.js';
export type { Sensitivity } from './budget/sensitivity.js';
export { weightOfSubject } from './budget/budget-weights.js';
export type { BudgetWeights } from './budget/budget-weights.js';
export { Judge } from './judging/judge.js';
export type { Judged, JudgeOptions } from './judging/judge.js';
export { metricsOf, metricWords } from './performance/task.js';
export type { MetricName } from './performance/task.js';
export type { Interval } from './performance/interval.js';
export { isWorse } from './performance/is-worse.js';
export type { BaselinePerformance } from './performance/baseline-performance.js';
export { performanceRows } from './performance/performance-rows.js';
export type { PerformanceRow, PerformanceWindow } from './performance/performance-row.js';
export { planWindows } from './performance/plan-windows.js';
export { outcomeOf, probabilityOf, truthClass, type Outcome } from './performance/outcome.js';
export { OutcomeCounter } from './performance/outcome-counter.js';
export { watch } from './judging/watch.js';
export type { Tick } from './judging/watch.js';
