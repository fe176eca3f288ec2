import type { history as original } from '../zh-CN/history.ts';
import type { Translation } from '../shape.ts';

export const history = {} as const satisfies Translation<typeof original>;
