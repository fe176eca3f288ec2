import type { Route } from '../define-route.ts';
import { commandRoutes } from './commands.ts';
import { entryRoutes } from './entry.ts';
import { fileRoutes } from './files.ts';
import { liveRoutes } from './live.ts';
import { messageRoutes } from './messages.ts';
import { noticeRoutes } from './notices.ts';
import { smsRoutes } from './sms.ts';

/** Every route of the API. */
export const routes: readonly Route[] = [...entryRoutes, ...messageRoutes, ...commandRoutes, ...noticeRoutes, ...fileRoutes, ...liveRoutes, ...smsRoutes];
