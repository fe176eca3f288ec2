import type { Route } from '../define-route.ts';

/** Every route of the API. */
export const routes: readonly Route[] = [];
