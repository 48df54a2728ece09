export type {
  Baseline,
  BaselineProfile,
  BaselineSubject,
  BaselineVolume,
  BaselineWarning,
  LeftOut,
  Bins,
  Overdispersion,
  Season,
  SubjectRole,
  TickRule,
} from './baseline.js';
export type { MergedProfile, Profile, Progress } from './profile.js';
export type { DetectorName, TestResult, Tier, Verdict } from './verdict.js';
export type { Finding } from './finding.js';
export { summed } from './compared-counts.js';
export type {
  ComparedCounts,
  ComparedSubject,
  HourSum,
  ProfileQuestion,
  Stretch,
  Summed,
  SummedProfile,
} from './compared-counts.js';
export { distancesOf, noDistances } from './distances.js';
export type { Distances } from './distances.js';
export { byEffect, comparisonLevels, comparisonOf, comparisonPolicy, referenceOfStretch } from './comparison.js';
export { Reference } from './reference.js';
export { SubjectReference } from './subject-reference.js';
export type { ComparedSide, SubjectComparison } from './comparison.js';
export { compareBaselines } from './compare-baselines.js';
export type { BaselineComparison, BaselineDrift } from './compare-baselines.js';
export { binShifts, ksPlace, mostMoved } from './explain.js';
export type { BinShift, KsPlace } from './explain.js';
export type { FeatureShift, SegmentPart } from './contributions.js';
export { segmentShifts } from './explain-segments.js';
export type { SegmentShift, SegmentSides } from './explain-segments.js';
export { besides, noneBeside } from './beside.js';
export type { Beside, BesideCounts } from './beside.js';
export { VerdictCounter } from './verdict-tally.js';
export type { VerdictTally } from './verdict-tally.js';
export { DetectionStore, feedOf, labelSubjects } from './detection-store.js';
export type { Feed, Judgement, ProfilePlace } from './detection-store.js';
export { binLabels } from './binner.js';
export { featureOfSubject, subjectNamed, subjectsOf, truthOf } from './subjects.js';
export type { SubjectOfEvent, SubjectValue } from './subjects.js';
export { BaselineRefused } from './survey.js';
export type { Pages } from './survey.js';
export { makeBaseline } from './make-baseline.js';
export type { BaselineOptions } from './make-baseline.js';
export { isAnythingOpen } from './judge-memory.js';
export { defaultAbsentMs, nameOf, PartitionCounter } from './partition-counter.js';
export type { Drained, PartitionCounterOptions } from './partition-counter.js';
export { mergeProfiles } from './merge-profiles.js';
export { readyBelow } from './ready-below.js';
export { alphaOf, defaultPolicy, policyFor, scalesOf, testsPerTick } from './policy.js';
export type { AlarmBudget, JudgePolicy, Tolerances } from './policy.js';
export type { BudgetUse } from './budget-use.js';
export { selfTest } from './self-test/self-test.js';
export type { InjectionResult, SelfTestReport } from './self-test/self-test.js';
export { expectedOf } from './expected-of.js';
export type { ExpectedCounts } from './expected-of.js';
export { HEAT_FIELDS, heatOf, surpriseOf } from './heat.js';
export type { Heat, HeatCell, HeatQuestion, HeatRow, HeatVerdict } from './heat.js';
export { sensitivityOf } from './sensitivity.js';
export type { Sensitivity } from './sensitivity.js';
export type { BudgetWeights } from './budget-weights.js';
export { Judge } from './judge.js';
export type { Judged, JudgeOptions } from './judge.js';
export { metricsOf, metricWords } from './performance/task.js';
export type { MetricName } from './performance/task.js';
export type { Interval } from './performance/interval.js';
export { isWorse } from './performance/is-worse.js';
export type { BaselinePerformance } from './performance/baseline-performance.js';
export { performanceRows } from './performance/performance-rows.js';
export type { PerformanceRow, PerformanceWindow } from './performance/performance-row.js';
export { planWindows } from './performance/plan-windows.js';
export { OutcomeCounter } from './performance/outcome-counter.js';
export { watch } from './watch.js';
export type { Tick } from './watch.js';
