/**
 * Keeps a scrolling list in place while its contents change.
 *
 * 1. At the end it follows what comes. Elsewhere the entry that is being read stays where it is, whatever grows above it: older messages,
 *    pictures, a larger font, another width.
 * 2. It adjusts before the browser paints, so nothing jumps.
 */
const nearPx = 80;

export interface EndFollower {
  /** Scrolls to the end, and follows from then on. */
  readonly toEnd: () => void;
  readonly stop: () => void;
}

/**
 * @param scroller has one child, the contents
 * @param entriesOf elements that can be read, in order
 * @param onend called when the end comes into sight or leaves it
 */
export const followEnd = (scroller: HTMLElement, selector: string, onend: (atEnd: boolean) => void): EndFollower => {
  let following = true;
  let anchor: { readonly element: Element; readonly top: number } | undefined;
  const contents = scroller.firstElementChild;

  const topOf = (element: Element): number => element.getBoundingClientRect().top;

  const remember = (): void => {
    const edge = topOf(scroller);
    const element = [...scroller.querySelectorAll(selector)].find((each) => each.getBoundingClientRect().bottom > edge + 1);
    anchor = element === undefined ? undefined : { element, top: topOf(element) - edge };
  };
  const setFollowing = (wanted: boolean): void => {
    if (following === wanted) return;
    following = wanted;
    onend(wanted);
  };
  const onscroll = (): void => {
    setFollowing(scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight <= nearPx);
    remember();
  };
  const toEnd = (): void => {
    setFollowing(true);
    scroller.scrollTop = scroller.scrollHeight;
    remember();
  };
  const adjust = (): void => {
    if (following) {
      toEnd();
      return;
    }
    if (anchor?.element.isConnected === true) {
      scroller.scrollTop += topOf(anchor.element) - topOf(scroller) - anchor.top;
    }
    remember();
  };

  const observer = new ResizeObserver(adjust);
  if (contents !== null) observer.observe(contents);
  observer.observe(scroller);
  scroller.addEventListener('scroll', onscroll, { passive: true });
  toEnd();
  return {
    toEnd,
    stop: () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onscroll);
    },
  };
};
