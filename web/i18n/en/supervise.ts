import type { supervise as original } from '../zh-CN/supervise.ts';
import type { Translation } from '../shape.ts';

export const supervise = {} as const satisfies Translation<typeof original>;
