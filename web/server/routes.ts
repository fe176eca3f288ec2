import type { Route } from './http/define-route.ts';
import { demoRoutes } from './demo/routes.ts';
import { accountRoutes } from './officers/account.ts';
import { boardRoutes } from './supervision/board.ts';
import { bulkRoutes } from './bulk/routes.ts';
import { chatRoutes } from './chat/routes.ts';
import { caseRoutes } from './cases/routes.ts';
import { outcomeRoutes } from './cases/outcomes.ts';
import { commandRoutes } from './cases/commands.ts';
import type { ServerKinds } from './cases/server-kind.ts';
import { deskRoutes } from './officers/directory.ts';
import { entryRoutes } from './entry/routes.ts';
import { hostKeyRoutes } from './entry/host-keys.ts';
import { knowledgeRoutes } from './knowledge/routes.ts';
import { knowledgeEffectRoutes } from './knowledge/effect.ts';
import { knowledgeEditingRoutes } from './knowledge/editing.ts';
import { knowledgeExchangeRoutes } from './knowledge/exchange/routes.ts';
import { knowledgeFeedbackRoutes } from './knowledge/feedback.ts';
import { knowledgeTwinRoutes } from './knowledge/twins.ts';
import { toldRoutes } from './knowledge/told.ts';
import { favouriteRoutes } from './own/favourites.ts';
import { quickLinkRoutes } from './own/quick-links.ts';
import { robotRoutes } from './robot/routes.ts';
import { signalRoutes } from './robot/signals.ts';
import { fileRoutes } from './uploads/files.ts';
import { serverKinds } from './kinds.ts';
import { liveRoutes } from './live/routes.ts';
import { mediaRoutes } from './media/routes.ts';
import { noticeRoutes } from './notices/routes.ts';
import { peopleRoutes } from './officers/people.ts';
import { recordingRoutes } from './supervision/recordings.ts';
import { reportRoutes } from './supervision/report.ts';
import { sessionRoutes } from './officers/session.ts';
import { settingRoutes } from './settings/routes.ts';
import { slotCalendarRoutes } from './slots/calendar.ts';
import { slotRoutes } from './slots/routes.ts';
import { smsRoutes } from './notices/receipts.ts';
import { stalledRoutes } from './supervision/stalled.ts';
import { supervisionRoutes } from './supervision/routes.ts';
import { taxpayerRoutes } from './taxpayers/routes.ts';
import { viewRoutes } from './worklist/views.ts';
import { worklistRoutes } from './worklist/routes.ts';

/** Builds the routes of the API for these kinds of case. */
const routesOf = (kinds: ServerKinds): readonly Route[] => [
  ...entryRoutes,
  ...hostKeyRoutes,
  ...caseRoutes(kinds),
  ...Object.values(kinds).flatMap((kind) => kind.routes(kinds)),
  ...outcomeRoutes,
  ...commandRoutes(kinds),
  ...chatRoutes(kinds),
  ...noticeRoutes(kinds),
  ...knowledgeRoutes,
  ...knowledgeEditingRoutes,
  ...knowledgeEffectRoutes,
  ...knowledgeExchangeRoutes,
  ...knowledgeFeedbackRoutes,
  ...knowledgeTwinRoutes,
  ...toldRoutes,
  ...favouriteRoutes,
  ...quickLinkRoutes,
  ...robotRoutes,
  ...signalRoutes,
  ...fileRoutes,
  ...liveRoutes,
  ...mediaRoutes,
  ...sessionRoutes,
  ...accountRoutes,
  ...peopleRoutes,
  ...deskRoutes,
  ...worklistRoutes,
  ...viewRoutes,
  ...supervisionRoutes(kinds),
  ...recordingRoutes,
  ...stalledRoutes,
  ...boardRoutes,
  ...reportRoutes(kinds),
  ...bulkRoutes,
  ...taxpayerRoutes,
  ...settingRoutes,
  ...slotRoutes,
  ...slotCalendarRoutes,
  ...smsRoutes,
  ...demoRoutes,
];

/** All routes of the API. */
export const routes = routesOf(serverKinds);
