import type { formDesk as original } from '../zh-CN/form-desk.ts';
import type { Translation } from '../shape.ts';

export const formDesk: Translation<typeof original> = {
  title: 'Send a form',
} as const;
