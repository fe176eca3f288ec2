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
