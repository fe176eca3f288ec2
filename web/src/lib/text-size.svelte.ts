/** Text size: steps of larger and smaller (A5) and a large-type mode (A9); stored for the next visit. */
import { remember, remembered } from './memory.ts';

const scales = [0.875, 1, 1.125, 1.25, 1.375, 1.5, 1.75] as const;
const normal = 1;
const large = 4;

const firstStep = (): number => {
  const kept = Number(remembered('text-size') ?? normal);
  return Number.isInteger(kept) && kept >= 0 && kept < scales.length ? kept : normal;
};

let step = $state(firstStep());

const change = (wanted: number): void => {
  step = Math.min(scales.length - 1, Math.max(0, wanted));
  remember('text-size', String(step));
};

export const textSize = {
  /** Factor on the browser's own font size. */
  get scale(): number {
    return scales[step] ?? 1;
  },
  get percent(): number {
    return Math.round(this.scale * 100);
  },
  get canGrow(): boolean {
    return step < scales.length - 1;
  },
  get canShrink(): boolean {
    return step > 0;
  },
  get largeType(): boolean {
    return step >= large;
  },
  grow: (): void => {
    change(step + 1);
  },
  shrink: (): void => {
    change(step - 1);
  },
  setLargeType: (on: boolean): void => {
    change(on ? large : normal);
  },
};
