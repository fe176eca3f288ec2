/** Places on a picture that is shown as large as its box allows (object-fit: contain). */
export interface Place {
  readonly x: number;
  readonly y: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * @param at in pixels from the box's corner
 * @returns in shares of the picture's width and height; undefined beside the picture
 */
export const inPicture = (at: Place, box: Size, picture: Size): Place | undefined => {
  const scale = Math.min(box.width / picture.width, box.height / picture.height);
  const x = (at.x - (box.width - picture.width * scale) / 2) / (picture.width * scale);
  const y = (at.y - (box.height - picture.height * scale) / 2) / (picture.height * scale);
  return x >= 0 && x <= 1 && y >= 0 && y <= 1 ? { x, y } : undefined;
};
