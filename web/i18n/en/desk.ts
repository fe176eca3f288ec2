import type { desk as original } from '../zh-CN/desk.ts';
import type { Translation } from '../shape.ts';

export const desk = {} as const satisfies Translation<typeof original>;
