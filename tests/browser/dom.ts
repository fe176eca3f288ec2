/** What tests ask of elements in the browser; the rest of the project is compiled without the browser's types. */
export interface Shown {
  readonly scrollWidth: number;
  readonly clientWidth: number;
  scrollTop: number;
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(element: Shown): { fontSize: string } } };
  contains(other: unknown): boolean;
  getRootNode(): { readonly activeElement: unknown };
}

/** Whether the focus is on it, in a shadow tree too. */
export const hasFocus = (element: Shown): boolean => element.getRootNode().activeElement === element;
export const holdsFocus = (element: Shown): boolean => element.contains(element.getRootNode().activeElement);
/** By how many pixels what is in it is wider than it. */
export const overflow = (element: Shown): number => element.scrollWidth - element.clientWidth;
/** In pixels. */
export const fontSize = (element: Shown): number => Number.parseFloat(element.ownerDocument.defaultView.getComputedStyle(element).fontSize);
export const scrollToStart = (element: Shown): void => {
  element.scrollTop = 0;
};

/** A picture that is played. */
export interface Playing {
  readonly videoWidth: number;
  readonly srcObject: { getTracks(): readonly EventTarget[] };
  getVideoPlaybackQuality(): { readonly totalVideoFrames: number };
}
export const playedSoFar = (video: Playing): { width: number; frames: number } => ({
  width: video.videoWidth,
  frames: video.getVideoPlaybackQuality().totalVideoFrames,
});

/** A file that can be played. */
export interface Playable {
  readonly currentTime: number;
  readonly duration: number;
  readonly videoWidth: number;
}
/** Seconds, and whether pictures are decoded. */
export const playedFile = ({ currentTime, duration, videoWidth }: Playable): { at: number; seconds: number; decoded: boolean } => ({
  at: currentTime,
  seconds: duration,
  decoded: videoWidth > 0,
});

/** Ends what it shows, as the browser's own bar does. */
export const endSource = (video: Playing): void => {
  for (const track of video.srcObject.getTracks()) track.dispatchEvent(new Event('ended'));
};

interface PlacedButton {
  readonly textContent: string;
  readonly ownerDocument: { elementFromPoint(x: number, y: number): unknown };
  contains(other: unknown): boolean;
  getAttribute(name: string): string | null;
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
}
/** Names of its buttons that the pointer cannot reach, because something covers them or cuts them off. */
export const coveredButtons = (element: { querySelectorAll(selector: string): Iterable<PlacedButton> }): string[] =>
  [...element.querySelectorAll('button')]
    .filter((button) => {
      const { left, top, width, height } = button.getBoundingClientRect();
      return !button.contains(button.ownerDocument.elementFromPoint(left + width / 2, top + height / 2));
    })
    .map((button) => button.getAttribute('aria-label') ?? button.textContent);

interface Canvas {
  width: number;
  height: number;
  getContext(kind: '2d'): {
    drawImage(picture: unknown, x: number, y: number): void;
    getImageData(x: number, y: number, width: number, height: number): { data: Uint8ClampedArray };
  };
}
interface Picture {
  readonly videoWidth: number;
  readonly videoHeight: number;
  readonly ownerDocument: { createElement(name: 'canvas'): Canvas };
}
/** How many of a picture's pixels are clearly green, blue and red, in shares. */
export const coloursOf = (video: Picture): { green: number; blue: number; red: number } => {
  const canvas = video.ownerDocument.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  if (canvas.width === 0) return { green: 0, blue: 0, red: 0 };
  const context = canvas.getContext('2d');
  context.drawImage(video, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const count = { green: 0, blue: 0, red: 0 };
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (green > 150 && red < 100 && blue < 100) count.green += 1;
    if (blue > 150 && red < 100 && green < 100) count.blue += 1;
    if (red > 180 && green < 90 && blue < 90) count.red += 1;
  }
  const pixels = data.length / 4;
  return { green: count.green / pixels, blue: count.blue / pixels, red: count.red / pixels };
};
