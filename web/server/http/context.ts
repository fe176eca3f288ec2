import type { ParameterizedContext } from 'koa';

import type { Language } from '../../i18n/index.ts';

/** State that our middleware keeps for a request. */
export interface AppState {
  requestId: string;
  language: Language;
  /** Pattern of the route, for metrics and logs. Never the address itself, which may contain ids. */
  route?: string;
}
export type AppContext = ParameterizedContext<AppState>;
