/**
 * Reports which messages have been read: the page is visible and focused, and the message has been in sight for a moment. When the focus
 * comes back, what is in sight becomes read then.
 */
const momentMs = 600;

/**
 * @param scroller entries in it carry `data-seq`, one's own also `data-own`
 * @param onread gets the highest number that was read
 */
export const watchReading = (scroller: HTMLElement, onread: (seq: number) => void): (() => void) => {
  const inView = new Set<Element>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const report = (): void => {
    timer = undefined;
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const seqs = [...inView].filter((element) => element.isConnected).map((element) => Number(element.getAttribute('data-seq')));
    if (seqs.length > 0) onread(Math.max(...seqs));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(report, momentMs);
  };

  const sight = new IntersectionObserver(
    (changes) => {
      for (const { isIntersecting, target } of changes) {
        if (isIntersecting) inView.add(target);
        else inView.delete(target);
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
  addEventListener('focus', soon);
  document.addEventListener('visibilitychange', soon);
  return () => {
    clearTimeout(timer);
    sight.disconnect();
    changes.disconnect();
    removeEventListener('focus', soon);
    document.removeEventListener('visibilitychange', soon);
  };
};
