import { besides } from '@anchorwatch/detection';
import { withComponents, withDistances, withJoinedBins } from './distances-sql.js';

/**
 * Two stretches of profiles compared in the database: sums, then every distance of `distancesOf`, by the same steps, so that
 * counts are equal to the bit and distances to rounding. Each level of the query gives names to what the next one needs.
 *
 * What lies beside the bins is an array in the order of `besides`, empty where nothing was stored. `reference` stands in for stretch a where it is given. Subjects come as JSON [name, ordered, psi_groups, reference].
 */
export const compareProfiles = (stretches: 'one' | 'two'): string => `
SELECT
    subject, a_counts, a_beside, b_counts, b_beside,
    if(comparable, psi, 0) AS psi_found,
    if(comparable AND ordered, ks, 0) AS ks_found,
    if(comparable, jensen_shannon, 0) AS jensen_shannon_found,
    if(comparable, hellinger, 0) AS hellinger_found,
    if(comparable AND ordered, wasserstein, 0) AS wasserstein_found,
    if(comparable, chi2, 0) AS chi2_found,
    if(comparable, chi2_df, 0) AS chi2_df_found,
    if(comparable AND ordered, neyman, []) AS neyman_found
FROM (${withComponents(withJoinedBins(withDistances(sides(stretches === 'two'))))})
ORDER BY subject`;

/** Both sides of every subject over all its bins. */
function sides(both: boolean): string {
  const bins = 'toUInt32(length(psi_groups))';
  const whole = (side: string) => `arrayResize(${side}, ${bins}, toUInt64(0))`;
  const given = 'NOT empty(reference)';
  return `
SELECT
    *,
    arraySum(a) AS total,
    arraySum(b) AS n
FROM
(
    SELECT
        subject, ordered, psi_groups,
        ${both ? `if(${given}, reference, arrayMap(c -> toFloat64(c), ${whole('a_sums')}))` : 'reference'} AS a_counts,
        ${both ? `if(${given}, [], a_beside_sums)` : '[]'} AS a_beside,
        ${whole('b_sums')} AS b_counts,
        b_beside_sums AS b_beside,
        a_counts AS a,
        arrayMap(c -> toFloat64(c), b_counts) AS b
    FROM
    (
        SELECT one.1 AS subject, one.2 AS ordered, one.3 AS psi_groups, one.4 AS reference
        FROM (SELECT arrayJoin(JSONExtract({subjects:String}, 'Array(Tuple(String, Bool, Array(UInt16), Array(Float64)))')) AS one)
    ) AS asked
    LEFT JOIN
    (
        SELECT
            subject,
            ${both ? 'sumForEachIf(counts, in_a) AS a_sums, sumForEachIf(beside, in_a) AS a_beside_sums,' : ''}
            sumForEachIf(counts, in_b) AS b_sums, sumForEachIf(beside, in_b) AS b_beside_sums
        FROM
        (
            SELECT
                toString(subject) AS subject, counts, [${besides.join(', ')}] AS beside,
                ${both ? `${within('a')} AS in_a,` : ''}
                ${within('b')} AS in_b
            FROM {database}.profiles FINAL
            WHERE model = {model:String}
              AND baseline = {baseline:String}
              AND tick >= {from:Int64}
              AND tick < {to:Int64}
              AND (${both ? `${within('a')} OR ` : ''}${within('b')})
              AND subject IN {names:Array(String)}
        )
        GROUP BY subject
    ) AS stored USING (subject)
)`;
}

function within(side: 'a' | 'b'): string {
  return `(segment = {${side}_segment:String} AND tick >= {${side}_from:Int64} AND tick < {${side}_to:Int64})`;
}
