export { LIMITS, PRINCIPAL_HASHED_HEADER } from './decode-options.js';
export type { DecodeOptions } from './decode-options.js';
export type {
  Decoded,
  FeatureValue,
  InferenceEvent,
  Label,
  Prediction,
  Principal,
  RefusedRecord,
  Rejection,
} from './event.js';
export { excerptOf } from './excerpt.js';
export { countRows } from './files/count-rows.js';
export { fileDigest } from './files/file-digest.js';
export { FileProblem } from './files/file-problem.js';
export { labelledFile } from './files/labelled-file.js';
export type { LabelledFileOptions, LabelledRecord } from './files/labelled-file.js';
export { labelsFile } from './files/labels-file.js';
export type { LabelsFileOptions } from './files/labels-file.js';
export { parseMapping } from './files/mapping.js';
export type { Mapping, ParsedMapping } from './files/mapping.js';
export { readFile } from './files/read-file.js';
export type { FileRecord, ReadFileOptions } from './files/read-file.js';
export { textLines } from './files/text-lines.js';
export type { TextLine } from './files/text-lines.js';
export { wholeEvent } from './whole-event.js';
export type { CloudEventMessage } from './formats/kserve/cloud-event.js';
export { decodeCloudEvent } from './formats/kserve/decode-cloud-event.js';
export type { DecodedHalf, KserveOptions } from './formats/kserve/decode-cloud-event.js';
export { parseHalf } from './formats/kserve/half.js';
export type { AnsweredRow, AskedRow, Half, RequestHalf, ResponseHalf } from './formats/kserve/half.js';
export { HalfBuffer } from './formats/kserve/half-buffer.js';
export type { Taken } from './formats/kserve/half-buffer.js';
export type { SourcePosition } from './formats/kserve/stream-clock.js';
export { readResponse } from './formats/kserve/read-response.js';
export type { ReadResponse } from './formats/kserve/read-response.js';
export { expireHalf, pairHalves } from './formats/kserve/pair-halves.js';
export { decodeLabels, decodeNative, decodeTelemetry } from './formats/native/decode-native.js';
export { CONTENT_TYPES } from './formats/native/decode-records.js';
export { encodeLabel } from './formats/native/encode-label.js';
export { encodeNative } from './formats/native/encode-native.js';
export { MemoryTelemetryStore } from './memory-telemetry-store.js';
export { makePseudonymiser } from './pseudonymiser.js';
export { parseTime } from './read-time.js';
export type { Source } from './source.js';
export type { OutputSigns, PromptSigns, TextSigns } from './text-signs.js';
export { TelemetryStore } from './telemetry-store.js';
export type {
  ModelTraffic,
  SettledHalves,
  StoredEvent,
  StoredHalf,
  StoredLabel,
  StoredOutcome,
  StoredRejection,
  TelemetryBatch,
  TelemetryPages,
  WaitingHalves,
} from './telemetry-store.js';
export { decodeTrainingSteps } from './training/decode-training-steps.js';
export type { DecodedStep } from './training/decode-training-steps.js';
export { encodeTrainingStep } from './training/encode-training-step.js';
export { MemoryTrainingStore } from './training/memory-training-store.js';
export { trainingFile } from './training/training-file.js';
export type { TrainingLine } from './training/training-file.js';
export { compareSteps } from './training/training-step.js';
export type { LabelCounts, StepPlace, TrainingSource, TrainingStep } from './training/training-step.js';
export { TrainingStore } from './training/training-store.js';
export type { StoredStep, TrainingRunSummary } from './training/training-store.js';
