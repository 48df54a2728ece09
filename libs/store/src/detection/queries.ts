import { besides, type DetectionStore } from '@anchorwatch/detection';

export const readBaseline = `
SELECT head, subjects, volume, performance
FROM {database}.baselines FINAL
WHERE digest = {digest:String}`;

export const readBaselineHeads = `
SELECT head
FROM {database}.baselines FINAL
WHERE {all:Bool} OR model = {model:String}
ORDER BY model, stored_at, digest`;

export const readProgress = (select: string): string => `
SELECT ${select}
FROM {database}.progress FINAL
WHERE {all:Bool} OR topic = {topic:String}
ORDER BY topic, partition`;

/** Counts add element by element: all profiles of a subject are over the baseline's bins. */
export const readMergedProfiles = (given: { subject?: string; segment?: string }): string => `
SELECT
    tick,
    segment,
    subject,
    sumForEach(counts),
    sum(nulls),
    sum(wrong_type),
    sum(nans),
    sum(infinities),
    sum(below),
    sum(above),
    min(first_offset),
    max(last_offset),
    toUnixTimestamp64Milli(min(first_time)),
    toUnixTimestamp64Milli(max(last_time))
FROM {database}.profiles FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND tick >= {from:Int64}
  AND tick < {to:Int64}
  ${given.subject === undefined ? '' : 'AND subject = {subject:String}'}
  ${given.segment === undefined ? '' : 'AND segment = {segment:String}'}
GROUP BY tick, segment, subject
ORDER BY tick, segment, subject`;

/** Sums over the whole range in the order of segment and subject. */
export const readSummedProfiles = (given: { subject?: string }): string => `
SELECT
    segment,
    subject,
    sumForEach(counts),
    sumForEach([${besides.join(', ')}])
FROM {database}.profiles FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND tick >= {from:Int64}
  AND tick < {to:Int64}
  ${given.subject === undefined ? '' : 'AND subject = {subject:String}'}
GROUP BY segment, subject
ORDER BY segment, subject`;

/** 1970 began on a Thursday, three days after the Monday from which the hours of the week are counted. */
export const readHourSums = `
SELECT
    subject,
    positiveModulo(intDiv(tick * {tick_ms:Int64} - positiveModulo(tick * {tick_ms:Int64}, 3600000), 3600000) + 72, 168) AS hour,
    sum(arraySum(counts)),
    sum(arraySum(counts) + nulls + wrong_type + nans + infinities)
FROM {database}.profiles FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND segment = {segment:String}
  AND tick >= {from:Int64}
  AND tick < {to:Int64}
GROUP BY subject, hour
ORDER BY subject, hour`;

/** In the order of the key, so that reading ends at the first row there is. */
export const readFirstTick = `
SELECT tick
FROM {database}.profiles
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND tick >= {from:Int64}
  AND (subject IN {of_labels:Array(String)}) = {labels:Bool}
ORDER BY model, baseline, tick
LIMIT 1`;

export const readProfilePlaces = `
SELECT
    tick,
    topic,
    partition,
    last_offset,
    toUnixTimestamp64Milli(first_time),
    toUnixTimestamp64Milli(last_time)
FROM {database}.profiles FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND tick >= {from:Int64}
  AND tick < {to:Int64}
  AND segment = ''
  AND subject = {subject:String}
ORDER BY tick, topic, partition`;

/** All subjects of a tick end at one time: a page that cut them apart could not be continued by time. */
export const readVerdicts = (
  select: string,
  given: { baseline?: string; subject?: string; segment?: string; scale?: number; from?: number; to?: number },
): string => `
SELECT ${select}
FROM
(
SELECT *
FROM {database}.verdicts FINAL
WHERE model = {model:String}
  ${given.baseline === undefined ? '' : 'AND baseline = {baseline:String}'}
  ${given.subject === undefined ? '' : 'AND subject = {subject:String}'}
  ${given.segment === undefined ? '' : 'AND segment = {segment:String}'}
  ${given.scale === undefined ? '' : 'AND scale = {scale:UInt32}'}
  ${given.from === undefined ? '' : "AND window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"}
  ${given.to === undefined ? '' : "AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"}
ORDER BY window_to DESC
LIMIT {limit:UInt32} WITH TIES
) AS page
ORDER BY page.window_to DESC, scale, subject, segment, detector, baseline`;

export const readVerdictTallies = `
SELECT subject, segment, count(), countIf(alarm)
FROM {database}.verdicts FINAL
WHERE model = {model:String}
  AND window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
GROUP BY subject, segment
ORDER BY subject, segment`;

/** The newest windows are found from three columns; only theirs are read whole. */
export const readLatestVerdicts = (select: string): string => `
SELECT ${select}
FROM {database}.verdicts FINAL
WHERE model = {model:String}
  AND (subject, segment, window_to) IN
  (
      SELECT subject, segment, max(window_to)
      FROM {database}.verdicts
      WHERE model = {model:String}
      GROUP BY subject, segment
  )
ORDER BY subject, segment, scale DESC, detector, baseline
LIMIT 1 BY subject, segment`;

export const readFindings = (select: string, given: Parameters<DetectionStore['findings']>[0]): string => `
SELECT ${select}
FROM {database}.findings FINAL
WHERE 1
  ${given.model === undefined ? '' : 'AND model = {model:String}'}
  ${given.detector === undefined ? '' : 'AND detector = {detector:String}'}
  ${given.lasting === undefined ? '' : 'AND (findings.ended_time IS NULL) = {lasting:Bool}'}
  ${given.subject === undefined ? '' : 'AND subject = {subject:String}'}
  ${given.ids === undefined ? '' : 'AND id IN {ids:Array(String)}'}
  ${given.from === undefined ? '' : "AND findings.raised_time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"}
  ${given.to === undefined ? '' : "AND findings.raised_time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"}
ORDER BY findings.raised_time DESC, id
LIMIT {limit:UInt32}`;

/** A window judged again counts once. */
export const readBudgetUse = `
SELECT
    model,
    sum(tests_made),
    sum(spent),
    sum(tier = 'alarm'),
    sum(tier = 'watch'),
    sum(tier = 'digest')
FROM
(
    SELECT
        model,
        JSONLength(tests) AS tests_made,
        cost AS spent,
        '' AS tier
    FROM {database}.verdicts FINAL
    WHERE window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    UNION ALL
    SELECT model, 0, 0, tier
    FROM {database}.findings FINAL
    WHERE raised_time >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
      AND raised_time < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
)
GROUP BY model
ORDER BY model`;

export const readJudgement = `
SELECT tick, state
FROM {database}.judgements FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND feed = {feed:String}`;

/** All measures of a window end at one time: a page that cut them apart could not be continued by time. */
export const readPerformance = (
  select: string,
  given: { baseline?: string; metric?: string; segment?: string; from?: number; to?: number },
): string => `
SELECT ${select}
FROM
(
SELECT *
FROM {database}.performance FINAL
WHERE model = {model:String}
  ${given.baseline === undefined ? '' : 'AND baseline = {baseline:String}'}
  ${given.metric === undefined ? '' : 'AND metric = {metric:String}'}
  ${given.segment === undefined ? '' : 'AND segment = {segment:String}'}
  ${given.from === undefined ? '' : "AND window_to >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')"}
  ${given.to === undefined ? '' : "AND window_to < fromUnixTimestamp64Milli({to:Int64}, 'UTC')"}
ORDER BY window_to DESC
LIMIT {limit:UInt32} WITH TIES
) AS page
ORDER BY page.window_to DESC, segment, metric, baseline`;

export const readLastPerformance = `
SELECT maxOrNull(tick)
FROM {database}.performance
WHERE model = {model:String}
  AND baseline = {baseline:String}`;

export const readUnsettledPerformance = `
SELECT
    tick,
    any(ticks),
    toUnixTimestamp64Milli(any(window_from)),
    toUnixTimestamp64Milli(any(window_to)),
    any(first_offset),
    any(last_offset)
FROM {database}.performance FINAL
WHERE model = {model:String}
  AND baseline = {baseline:String}
  AND tick < {below:Int64}
  AND NOT settled
GROUP BY tick
ORDER BY tick
LIMIT {limit:UInt32}`;
