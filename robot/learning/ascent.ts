/** Finds the numbers at which a concave function is greatest, by following its slope (Adam). */
const steps = 300;
const keptSlope = 0.9;
const keptSquare = 0.999;

/**
 * @param start where to begin
 * @param pace length of a step
 * @param slopeAt slope of the function at some numbers, one for each
 */
export function ascend(start: readonly number[], pace: number, slopeAt: (numbers: readonly number[]) => readonly number[]): number[] {
  const numbers = [...start];
  const slopes = numbers.map(() => 0);
  const squares = numbers.map(() => 0);
  for (let step = 1; step <= steps; step += 1) {
    const slope = slopeAt(numbers);
    for (const [at, value] of slope.entries()) {
      slopes[at] = keptSlope * (slopes[at] ?? 0) + (1 - keptSlope) * value;
      squares[at] = keptSquare * (squares[at] ?? 0) + (1 - keptSquare) * value * value;
      const mean = (slopes[at] ?? 0) / (1 - keptSlope ** step);
      const spread = Math.sqrt((squares[at] ?? 0) / (1 - keptSquare ** step));
      numbers[at] = (numbers[at] ?? 0) + (pace * mean) / (spread + 1e-8);
    }
  }
  return numbers;
}
