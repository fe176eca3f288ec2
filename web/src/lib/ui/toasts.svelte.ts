/** Toast messages at the edge of the page; read out politely, removed after a while unless they report a failure. */
export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly text: string;
  /** Target of a click. */
  readonly href: string | undefined;
}

const showMs = 6_000;
let nextId = 1;
let shown = $state<readonly Toast[]>([]);

export const toasts = (): readonly Toast[] => shown;

export const dismissToast = (id: number): void => {
  shown = shown.filter((toast) => toast.id !== id);
};

/** Shows a message, in place of an equal one still shown; failures stay until dismissed. @param href page of what it is about */
export const toast = (text: string, tone: Toast['tone'] = 'plain', href?: string): void => {
  const id = nextId;
  nextId += 1;
  shown = [...shown.filter((other) => other.text !== text).slice(-1), { id, tone, text, href }];
  if (tone === 'bad') return;
  setTimeout(() => {
    dismissToast(id);
  }, showMs);
};
