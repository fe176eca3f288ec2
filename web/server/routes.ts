import type { Route } from './http/define-route.ts';
import { demoRoutes } from './demo/routes.ts';
import { accountRoutes } from './officers/account.ts';
import { boardRoutes } from './supervision/board.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { caseRoutes } from './cases/routes.ts';
import { outcomeRoutes } from './cases/outcomes.ts';
import { commandRoutes } from './message/commands.ts';
import { deskRoutes } from './officers/directory.ts';
import { entryRoutes } from './entry/routes.ts';
import { hostKeyRoutes } from './entry/host-keys.ts';
import { fileRoutes } from './uploads/files.ts';
import { formCommandRoutes } from './service-form/commands.ts';
import { formTypeRoutes } from './service-form/types.ts';
import { formRoutes } from './service-form/routes.ts';
import { liveRoutes } from './live/routes.ts';
import { messageRoutes } from './message/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { orderCommandRoutes } from './work-order/commands.ts';
import { orderRoutes } from './work-order/routes.ts';
import { orderTypeRoutes } from './work-order/types.ts';
import { peopleRoutes } from './officers/people.ts';
import { reportRoutes } from './supervision/report.ts';
import { sessionRoutes } from './officers/session.ts';
import { settingRoutes } from './settings/routes.ts';
import { smsRoutes } from './notices/receipts.ts';
import { stalledRoutes } from './supervision/stalled.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { taxpayerRoutes } from './taxpayers/routes.ts';
import { viewRoutes } from './worklist/views.ts';
import { worklistRoutes } from './worklist/routes.ts';

/** Every route of the API. */
export const routes: readonly Route[] = [
  ...entryRoutes,
  ...hostKeyRoutes,
  ...messageRoutes,
  ...caseRoutes,
  ...outcomeRoutes,
  ...commandRoutes,
  ...noticeRoutes,
  ...orderRoutes,
  ...orderCommandRoutes,
  ...formRoutes,
  ...formCommandRoutes,
  ...fileRoutes,
  ...liveRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...deskRoutes,
  ...worklistRoutes,
  ...viewRoutes,
  ...supervisionRoutes,
  ...stalledRoutes,
  ...boardRoutes,
  ...reportRoutes,
  ...bulkRoutes,
  ...taxpayerRoutes,
  ...orderTypeRoutes,
  ...formTypeRoutes,
  ...settingRoutes,
  ...smsRoutes,
  ...demoRoutes,
];
