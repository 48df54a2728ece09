/** Everything that needs no joined bins; and bins in the order in which they are joined. */
export function withDistances(from: string): string {
  return `
SELECT
    *,
    arraySum(g -> if(g.1 = g.2, 0., (g.2 - g.1) * log(g.2 / g.1)),
        arrayMap(g -> ((g.1 + 0.5) / (total + length(shown) * 0.5), (g.2 + 0.5) / (n + length(shown) * 0.5)), shown)) AS psi,
    arrayMax((r, c) -> abs(c / n - r / total), arrayCumSum(a), arrayCumSum(b)) AS ks,
    sqrt(greatest(0., arraySum((r, c) -> if(r = c, 0.,
        if(r > 0, r * log(r / ((r + c) / 2)), 0.) + if(c > 0, c * log(c / ((r + c) / 2)), 0.)),
        ps, qs) / 2)) AS jensen_shannon,
    least(1., sqrt(arraySum((r, c) -> pow(sqrt(r) - sqrt(c), 2), ps, qs) / 2)) AS hellinger,
    arraySum((r, c, p) -> abs(c / n - r / total) * p, arrayCumSum(a), arrayCumSum(b), ps) AS wasserstein,
    arrayMap(bin -> a[bin], places) AS ra,
    arrayMap(bin -> b[bin], places) AS rb
FROM
(
    SELECT
        *,
        total > 0 AND n > 0 AS comparable,
        arrayMap(c -> c / total, a) AS ps,
        arrayMap(c -> c / n, b) AS qs,
        arrayFilter(g -> g.1 + g.2 > 0, arrayMap(
            g -> (arraySum((of, c) -> if(of = g, c, 0.), psi_groups, a), arraySum((of, c) -> if(of = g, c, 0.), psi_groups, b)),
            range(toUInt32(arrayMax(psi_groups) + 1)))) AS shown,
        if(ordered, arrayEnumerate(a), arraySort(bin -> (-a[bin], bin), arrayEnumerate(a))) AS places,
        /* Similar sizes join bins alike: exact up to 256, then in steps of 1/32 of the power of two below. */
        greatest(1., if(smaller <= 256, smaller, floor(smaller / step) * step)) AS size
    FROM
    (
        SELECT *, pow(2, arrayMax(arrayFilter(e -> pow(2, e) <= greatest(smaller, 1), range(53))) - 5) AS step
        FROM (SELECT *, floor(least(n, total)) AS smaller FROM (${from}))
    )
)`;
}

/** Chi-square on joined bins, and the shares of these bins. */
export function withJoinedBins(from: string): string {
  return `
SELECT
    *,
    arrayMap(c -> c / total, joined_a) AS jp,
    arrayMap(c -> c / n, joined_b) AS jq,
    arrayCount((r, c) -> r + c > 0, joined_a, joined_b) - 1 AS chi2_df,
    arraySum((r, c) -> if(r + c = 0, 0., pow(c / n - r / total, 2) / (r + c)), joined_a, joined_b) * total * n AS chi2
FROM
(
    SELECT
        *,
        arrayMap(g -> arraySum((of, c) -> if(least(of, last) = g, c, 0.), run.3, ra), range(toUInt32(last + 1))) AS joined_a,
        arrayMap(g -> arraySum((of, c) -> if(least(of, last) = g, c, 0.), run.3, rb), range(toUInt32(last + 1))) AS joined_b
    FROM
    (
        /* Categories that were seen fewer than twenty times share the last group. */
        SELECT *, arrayMin(arrayPushBack(
            arrayFilter((of, c) -> NOT ordered AND c < 20, run.3, ra), greatest(run.1, 1) - 1)) AS last
        FROM
        (
            /* Bins are joined until each expects ten, up to a rounding error. */
            SELECT
                *,
                arrayFold(
                    (run, c) -> (
                        run.1 + if(run.2 + c / total * size >= 10 * (1 - 1e-12), 1, 0),
                        if(run.2 + c / total * size >= 10 * (1 - 1e-12), 0., run.2 + c / total * size),
                        arrayPushBack(run.3, run.1)),
                    ra,
                    (toInt64(0), toFloat64(0), emptyArrayInt64())) AS run
            FROM (${from})
        )
    )
)`;
}

/** Neyman's components: orthonormal polynomials on the mid-ridits, by the three-term recurrence. */
export function withComponents(from: string): string {
  let query = `
SELECT
    *,
    sqrt(n * total / (n + total)) AS root,
    arrayMap((p, q) -> q - p, jp, jq) AS moved,
    arrayMap((p, below) -> 2 * (below - p / 2) - 1, jp, arrayCumSum(jp)) AS x,
    arrayMap(p -> 1., jp) AS f0,
    arrayMap(p -> 0., jp) AS f_before,
    0. AS l0
FROM (${from})`;
  for (let degree = 1; degree <= 4; degree++) {
    const last = `f${degree - 1}`;
    const before = degree === 1 ? 'f_before' : `f${degree - 2}`;
    query = `SELECT *, arraySum((p, v, f) -> p * v * f * f, jp, x, ${last}) AS m${degree} FROM (${query})`;
    query = `SELECT *, arrayMap((v, f, g) -> (v - m${degree}) * f - l${degree - 1} * g, x, ${last}, ${before}) AS t${degree} FROM (${query})`;
    query = `SELECT *, sqrt(arraySum((p, t) -> p * t * t, jp, t${degree})) AS l${degree} FROM (${query})`;
    query = `SELECT *, arrayMap(t -> t / l${degree}, t${degree}) AS f${degree} FROM (${query})`;
  }
  const degrees = [1, 2, 3, 4];
  const components = degrees.map((degree) => `root * arraySum((d, f) -> d * f, moved, f${degree})`).join(', ');
  const usable = degrees.map((degree) => `l${degree} >= 1e-9`).join(', ');
  // j polynomials need j + 1 bins with mass, and a length to be divided by.
  return `
SELECT
    *,
    toUInt64(arrayCount(p -> p > 0, jp)) - 1 AS by_mass,
    toUInt64(indexOf([${usable}, 0], 0)) - 1 AS by_length,
    arraySlice([${components}], 1, least(by_mass, by_length)) AS neyman
FROM (${query})`;
}
