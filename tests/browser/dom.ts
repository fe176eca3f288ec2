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
