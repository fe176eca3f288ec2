/**
 * Reports which messages have been read: the page is visible and focused, and the message has been in sight for a moment. When the focus
 * comes back, what is in sight becomes read then.
 */
const momentMs = 600;

/**
 * @param scroller entries of the chat in it carry `data-seq`, one's own also `data-own`
 * @param onread gets the highest number that was read
 */
export const watchReading = (scroller: HTMLElement, onread: (seq: number) => void): (() => void) => {
  /** Elements in sight, with the time at which each came into it or the focus came back. */
  const inView = new Map<Element, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const looks = (): boolean => document.visibilityState === 'visible' && document.hasFocus();
  const report = (): void => {
    timer = undefined;
    if (!looks()) return;
    const now = Date.now();
    const seen = [...inView].filter(([element, since]) => element.isConnected && now - since >= momentMs);
    if (seen.length > 0) onread(Math.max(...seen.map(([element]) => Number(element.getAttribute('data-seq')))));
    if (seen.length < inView.size) soon();
  };
  const soon = (): void => {
    timer ??= setTimeout(report, momentMs);
  };
  const comeBack = (): void => {
    if (!looks()) return;
    for (const element of inView.keys()) inView.set(element, Date.now());
    soon();
  };

  const sight = new IntersectionObserver(
    (changes) => {
      for (const { isIntersecting, target } of changes) {
        if (!isIntersecting) inView.delete(target);
        else if (!inView.has(target)) inView.set(target, Date.now());
      }
      soon();
    },
    { root: scroller },
  );
  const watch = (node: Node): void => {
    if (!(node instanceof Element)) return;
    for (const element of [node, ...node.querySelectorAll('[data-seq]')]) if (element.hasAttribute('data-seq')) sight.observe(element);
  };
  const changes = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) watch(node);
  });
  watch(scroller);
  changes.observe(scroller, { childList: true, subtree: true });
  addEventListener('focus', comeBack);
  document.addEventListener('visibilitychange', comeBack);
  return () => {
    clearTimeout(timer);
    sight.disconnect();
    changes.disconnect();
    removeEventListener('focus', comeBack);
    document.removeEventListener('visibilitychange', comeBack);
  };
};
