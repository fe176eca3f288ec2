/** Geometry of a cut-out: rectangles in the picture's own pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const within = (value: number, most: number): number => Math.min(most, Math.max(0, value));

/** Rectangle between two corners, inside the picture, in whole pixels. */
export const between = (a: Point, b: Point, picture: { readonly width: number; readonly height: number }): Rect => {
  const left = Math.round(within(Math.min(a.x, b.x), picture.width));
  const top = Math.round(within(Math.min(a.y, b.y), picture.height));
  return {
    x: left,
    y: top,
    width: Math.round(within(Math.max(a.x, b.x), picture.width)) - left,
    height: Math.round(within(Math.max(a.y, b.y), picture.height)) - top,
  };
};

const leastPx = 8;
/** A click without a movement is no region. */
export const isRegion = ({ width, height }: Rect): boolean => width >= leastPx && height >= leastPx;
