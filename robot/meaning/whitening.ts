/**
 * Makes vectors of the same matter alike and those of different matters unlike. The knowledge shows by which directions wordings of one entry
 * differ: those mean nothing, so they are shrunk (within-class whitening).
 *
 * The inner loops index arrays directly: a function for it, which sees arrays of several types, makes them ten times slower.
 */
export interface Whitening {
  mean: Float32Array;
  /** Lower triangle of the inverse Cholesky factor, row by row. */
  factor: Float32Array;
}

/** Share of the mean variance that is added to every direction, because few wordings tell little about 512 of them. */
const ridge = 2;

/**
 * Learns from the vectors of wordings, grouped by entry.
 * @returns null when there are too few wordings to learn from
 */
export function learnWhitening(groups: readonly (readonly Float32Array[])[]): Whitening | null {
  const all = groups.flat();
  const size = all[0]?.length ?? 0;
  const several = groups.filter((group) => group.length > 1);
  const count = several.reduce((sum, group) => sum + group.length, 0);
  if (count < fewest) return null;
  const covariance = new Float64Array(size * size);
  const difference = new Float64Array(size);
  for (const group of several) {
    const centre = meanOf(group, size);
    for (const vector of group) {
      for (let i = 0; i < size; i += 1) difference[i] = (vector[i] as number) - (centre[i] as number);
      addOuterProduct(covariance, difference);
    }
  }
  let trace = 0;
  for (let i = 0; i < size; i += 1) trace += (covariance[i * size + i] as number) / count;
  for (let i = 0; i < covariance.length; i += 1) covariance[i] = (covariance[i] as number) / count;
  for (let i = 0; i < size; i += 1) covariance[i * size + i] = (covariance[i * size + i] as number) + (ridge * trace) / size;
  return { mean: Float32Array.from(meanOf(all, size)), factor: inverseCholesky(covariance, size) };
}

/** Wordings below which nothing is learnt. */
const fewest = 100;

/** Returns the whitened vector, of length 1. */
export function whiten(vector: Float32Array, { mean, factor }: Whitening): Float32Array {
  const size = vector.length;
  const centred = vector.map((value, i) => value - (mean[i] as number));
  const whitened = new Float32Array(size);
  for (let i = 0, cell = 0; i < size; i += 1) {
    let sum = 0;
    for (let j = 0; j <= i; j += 1, cell += 1) sum += (factor[cell] as number) * (centred[j] as number);
    whitened[i] = sum;
  }
  return normalised(whitened);
}

/** Returns a vector of the same direction and length 1; one of zeros stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** Returns the mean of vectors of one length. */
export function meanOf(vectors: readonly Float32Array[], size: number): Float64Array {
  const mean = new Float64Array(size);
  for (const vector of vectors) for (let i = 0; i < size; i += 1) mean[i] = (mean[i] as number) + (vector[i] as number) / vectors.length;
  return mean;
}

/** Only the lower triangle is filled. */
function addOuterProduct(matrix: Float64Array, vector: Float64Array): void {
  const size = vector.length;
  for (let i = 0; i < size; i += 1) {
    const factor = vector[i] as number;
    for (let j = 0, cell = i * size; j <= i; j += 1, cell += 1) matrix[cell] = (matrix[cell] as number) + factor * (vector[j] as number);
  }
}

/** @param matrix symmetric and positive definite, of which the lower triangle is read */
function inverseCholesky(matrix: Float64Array, size: number): Float32Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j] as number;
      for (let k = 0; k < j; k += 1) sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * size + j] as number);
    }
  // Column by column of the inverse; `inverse` is stored by columns meanwhile, so that the inner loop runs along memory.
  const packed = new Float32Array((size * (size + 1)) / 2);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j += 1) {
    for (let i = j; i < size; i += 1) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k += 1) sum -= (lower[i * size + k] as number) * (column[k] as number);
      column[i] = sum / (lower[i * size + i] as number);
      packed[(i * (i + 1)) / 2 + j] = column[i] as number;
    }
  }
  return packed;
}
