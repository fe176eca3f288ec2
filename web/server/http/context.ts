import type { ParameterizedContext } from 'koa';

import type { Language } from '../../i18n/index.ts';

/** What our middleware keeps of a request. */
export interface AppState {
  requestId: string;
  language: Language;
  /** The pattern of the route, for metrics and logs: never the address itself, which may hold ids. */
  route?: string;
}
export type AppContext = ParameterizedContext<AppState>;
