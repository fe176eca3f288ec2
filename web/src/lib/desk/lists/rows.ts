/** Keyboard navigation in a list. A row is an element whose `data-row` is the case's id. */

const rowSelector = 'a[data-row]';

/** Case id of the focused row. */
export const focusedRow = (): string | null =>
  document.activeElement instanceof HTMLElement ? (document.activeElement.closest<HTMLElement>(rowSelector)?.dataset['row'] ?? null) : null;

/**
 * Moves the focus to the next or previous row; first to the open one.
 * @returns false when there are no rows
 */
export const moveRow = (list: HTMLElement | null | undefined, step: 1 | -1): boolean => {
  const rows = [...(list?.querySelectorAll<HTMLElement>(rowSelector) ?? [])];
  if (rows.length === 0) return false;
  const focused = rows.findIndex((row) => row === document.activeElement);
  const open = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const from = focused === -1 ? open : focused;
  const wanted = from === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, from + step));
  rows[wanted]?.focus();
  rows[wanted]?.scrollIntoView({ block: 'nearest' });
  return true;
};

/** True while the user reads a list: it is scrolled, hovered, or contains the focus. A list that is no longer shown is null. */
export const isReading = (list: HTMLElement | null | undefined): boolean => {
  if (list === undefined || list === null) return false;
  const scroller = list.closest<HTMLElement>('[data-scroller]');
  return list.matches(':hover, :focus-within') || (scroller?.scrollTop ?? 0) > 8 || scrollY > 8;
};
