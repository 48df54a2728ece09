/**
 * The non-decreasing sequence nearest to the given one in weighted squares: isotonic regression by pooling neighbours
 * that are out of order (PAVA).
 *
 * @param values  finite, in the order of what they depend on
 * @param weights as long, finite and ≥ 0; values without weight take the level of the block before them
 * @returns `fitted` as long as `values`, non-decreasing, and for each the number of its `block`, ascending from 0.
 *   O(k).
 * @see Barlow, Bartholomew, Bremner & Brunk (1972), Statistical Inference under Order Restrictions, ch. 1
 */
export function isotonicFit(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
): { readonly fitted: Float64Array; readonly block: Uint32Array } {
  if (values.length !== weights.length) throw new RangeError('isotonicFit requires a weight for every value');
  const size = values.length;
  const level = new Float64Array(size);
  const mass = new Float64Array(size);
  const end = new Uint32Array(size);
  let blocks = 0;
  for (let place = 0; place < size; place++) {
    const weight = weights[place]!;
    if (!(weight >= 0 && Number.isFinite(values[place]!))) {
      throw new RangeError('isotonicFit requires finite values and weights ≥ 0');
    }
    if (weight === 0 && blocks > 0) {
      end[blocks - 1] = place;
      continue;
    }
    level[blocks] = values[place]!;
    mass[blocks] = weight;
    end[blocks] = place;
    blocks++;
    while (blocks > 1 && (mass[blocks - 2] === 0 || level[blocks - 2]! >= level[blocks - 1]!)) {
      const [before, after] = [blocks - 2, blocks - 1];
      const together = mass[before]! + mass[after]!;
      // Not the mean of sums: a level that is pooled with itself stays exactly what it was.
      if (together > 0) level[before]! += ((level[after]! - level[before]!) * mass[after]!) / together;
      mass[before] = together;
      end[before] = end[after]!;
      blocks--;
    }
  }
  return spread(level, end, blocks, size);
}

function spread(level: Float64Array, end: Uint32Array, blocks: number, size: number) {
  const fitted = new Float64Array(size);
  const block = new Uint32Array(size);
  for (let number = 0, place = 0; number < blocks; number++) {
    for (; place <= end[number]!; place++) {
      fitted[place] = level[number]!;
      block[place] = number;
    }
  }
  return { fitted, block };
}
