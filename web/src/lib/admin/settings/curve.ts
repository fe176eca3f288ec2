/** The curve of thresholds: what would be answered, and wrongly, at each certainty that the robot needs to answer. */
export interface CurvePoint {
  threshold: number;
  answered: number;
  wrong: number;
  outOfScope: number;
}

/** Returns the shares at a threshold, on a straight line between the measured ones; undefined without any. */
export function sharesAt(curve: readonly CurvePoint[], threshold: number): CurvePoint | undefined {
  const after = curve.find((point) => point.threshold >= threshold) ?? curve.at(-1);
  const before = curve.findLast((point) => point.threshold <= threshold) ?? after;
  if (before === undefined || after === undefined) return undefined;
  const width = after.threshold - before.threshold;
  const part = width <= 0 ? 0 : (threshold - before.threshold) / width;
  const between = (one: number, other: number): number => one + (other - one) * part;
  return {
    threshold,
    answered: between(before.answered, after.answered),
    wrong: between(before.wrong, after.wrong),
    outOfScope: between(before.outOfScope, after.outOfScope),
  };
}
