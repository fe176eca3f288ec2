import type { demo as original } from '../zh-CN/demo.ts';
import type { Translation } from '../shape.ts';

export const demo = {} as const satisfies Translation<typeof original>;
