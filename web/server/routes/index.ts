import type { Route } from '../define-route.ts';
import { demoRoutes } from '../demo/routes.ts';
import { boardRoutes } from './board.ts';
import { bulkRoutes } from './bulk.ts';
import { caseRoutes } from './cases.ts';
import { commandRoutes } from './commands.ts';
import { deskRoutes } from './desk.ts';
import { entryRoutes } from './entry.ts';
import { fileRoutes } from './files.ts';
import { formCommandRoutes } from './form-commands.ts';
import { formTypeRoutes } from './form-types.ts';
import { formRoutes } from './forms.ts';
import { liveRoutes } from './live.ts';
import { messageRoutes } from './messages.ts';
import { noticeRoutes } from './notices.ts';
import { orderCommandRoutes } from './order-commands.ts';
import { orderRoutes } from './orders.ts';
import { orderTypeRoutes } from './order-types.ts';
import { reportRoutes } from './report.ts';
import { sessionRoutes } from './session.ts';
import { smsRoutes } from './sms.ts';
import { supervisionRoutes } from './supervision.ts';
import { taxpayerRoutes } from './taxpayers.ts';
import { viewRoutes } from './views.ts';
import { worklistRoutes } from './worklist.ts';

/** Every route of the API. */
export const routes: readonly Route[] = [
  ...entryRoutes,
  ...messageRoutes,
  ...caseRoutes,
  ...commandRoutes,
  ...noticeRoutes,
  ...orderRoutes,
  ...orderCommandRoutes,
  ...formRoutes,
  ...formCommandRoutes,
  ...fileRoutes,
  ...liveRoutes,
  ...sessionRoutes,
  ...deskRoutes,
  ...worklistRoutes,
  ...viewRoutes,
  ...supervisionRoutes,
  ...boardRoutes,
  ...reportRoutes,
  ...bulkRoutes,
  ...taxpayerRoutes,
  ...orderTypeRoutes,
  ...formTypeRoutes,
  ...smsRoutes,
  ...demoRoutes,
];
