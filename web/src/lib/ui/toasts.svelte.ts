/** Short messages at the edge of the page; read out politely, gone after a while unless they tell of a failure. */
export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly text: string;
  /** Where a click leads, if anywhere. */
  readonly href: string | undefined;
}

const showMs = 6_000;
let nextId = 1;
let shown = $state<readonly Toast[]>([]);

export const toasts = (): readonly Toast[] => shown;

export const dismissToast = (id: number): void => {
  shown = shown.filter((toast) => toast.id !== id);
};

/** Shows a message; failures stay until dismissed. @param href what it tells of */
export const toast = (text: string, tone: Toast['tone'] = 'plain', href?: string): void => {
  const id = nextId;
  nextId += 1;
  shown = [...shown.slice(-1), { id, tone, text, href }];
  if (tone === 'bad') return;
  setTimeout(() => {
    dismissToast(id);
  }, showMs);
};
