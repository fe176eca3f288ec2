/** Short messages at the edge of the page; read out politely, gone after a while unless they tell of a failure. */
export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'plain';
  readonly text: string;
}

const showMs = 6_000;
let nextId = 1;
let shown = $state<readonly Toast[]>([]);

export const toasts = (): readonly Toast[] => shown;

export const dismissToast = (id: number): void => {
  shown = shown.filter((toast) => toast.id !== id);
};

/** Shows a message; failures stay until dismissed. */
export const toast = (text: string, tone: Toast['tone'] = 'plain'): void => {
  const id = nextId;
  nextId += 1;
  shown = [...shown.slice(-1), { id, tone, text }];
  if (tone === 'bad') return;
  setTimeout(() => {
    dismissToast(id);
  }, showMs);
};
