/**
 * Keeps a scrolling list in place while its contents change.
 *
 * 1. At the end it follows what comes. Elsewhere the entry that is being read stays where it is, whatever grows above it: older messages,
 *    pictures, a larger font, another width.
 * 2. It adjusts before the browser paints, so nothing jumps.
 */
const nearPx = 80;
const marginPx = 8;

export interface EndFollower {
  /** Scrolls to the end, and follows from then on. */
  readonly toEnd: () => void;
  /** While the end is followed: shows the beginning of an entry that is higher than the list, instead of its end. */
  readonly reveal: (entry: Element) => void;
  readonly stop: () => void;
}

/**
 * @param scroller has one child, the contents
 * @param entriesOf elements that can be read, in order
 * @param onend called when the end comes into sight or leaves it
 */
export const followEnd = (scroller: HTMLElement, selector: string, onend: (atEnd: boolean) => void): EndFollower => {
  let following = true;
  let revealed: Element | undefined;
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
  const scrollOn = (): void => {
    const beginning =
      revealed?.isConnected === true ? scroller.scrollTop + topOf(revealed) - topOf(scroller) - marginPx : scroller.scrollHeight;
    scroller.scrollTop = Math.min(scroller.scrollHeight - scroller.clientHeight, beginning);
    remember();
  };
  const toEnd = (): void => {
    revealed = undefined;
    setFollowing(true);
    scrollOn();
  };
  const reveal = (entry: Element): void => {
    if (!following) return;
    revealed = entry;
    scrollOn();
  };
  const adjust = (): void => {
    if (following) {
      scrollOn();
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
    reveal,
    stop: () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', onscroll);
    },
  };
};
