import type { formWindow as original } from '../zh-CN/form-window.ts';
import type { Translation } from '../shape.ts';

export const formWindow: Translation<typeof original> = {
  title: 'Fill in',
} as const;
