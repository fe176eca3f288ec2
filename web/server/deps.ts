import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import type { Logger } from 'pino';

import type { MediaTokens } from '../../media/tokens.ts';
import type { LanguageModel } from '../../robot/language-model/language-model.ts';
import type { Robot } from '../../robot/robot.ts';
import type { Person } from '../../runtime/bus/bus.ts';
import type { FileStore } from '../../runtime/file-store.ts';
import type { Secrets } from '../../runtime/secrets.ts';
import type { ChatAnnouncements, ChatAnswers } from './chat/services.ts';
import type { SlotAnnouncements } from './slots/announcer.ts';
import type { FileLink } from './uploads/link.ts';
import type { LiveTickets } from './live/tickets.ts';
import type { CaseGateway } from './temporal/gateway.ts';
import type { PublishedKeySets } from './entry/published-keys.ts';
import type { AccessTokens } from './entry/tokens.ts';

/** Dependencies of the routes. Created once by the process, or by a test. */
export interface Deps {
  knex: Knex;
  /** Access to the cases' workflows. */
  cases: CaseGateway;
  /** For supervisors who read histories; connects at first use. */
  temporal: Client;
  log: Logger;
  config: WebConfig;
  /** Seals and opens secrets of third parties. */
  secrets: Secrets;
  accessTokens: AccessTokens;
  /** Published key sets of hosts. */
  publishedKeys: PublishedKeySets;
  /** Answers questions and finds knowledge. */
  robot: Robot;
  /** Words answers from the knowledge; null where none is set. */
  languageModel: LanguageModel | null;
  liveTickets: LiveTickets;
  /** Open the media of a call. */
  mediaTokens: MediaTokens;
  /** Closes a person's live connections on every process, and voids their tickets. Used when somebody signs out or is locked out. */
  closePerson: (person: Person) => Promise<void>;
  /** Tells the followers of chats that they have changed. */
  chats: ChatAnnouncements;
  /** Tells those who look at free slots that places have changed. */
  slots: SlotAnnouncements;
  /** The robot's part in chats. */
  answers: ChatAnswers;
  fileLink: FileLink;
  /** Storage of uploaded files. */
  uploads: FileStore;
}

export interface WebConfig {
  /** Key material for access tokens, tickets and links; at least 32 characters. */
  secret: string;
  /** Public origin; null when every Host header is trusted. */
  publicOrigin: string | null;
  /** Number of proxies in front of us: that many addresses of X-Forwarded-For, from the right, are trusted. */
  trustProxy: number;
  demo: boolean;
  /** Folder of the demo bureau's signing key. */
  demoFolder: string;
  /** Address of the Temporal server's own pages for supervisors, if any. */
  temporalUi: string | null;
  /** Validates every answer against its schema, in tests and development. */
  checkAnswers: boolean;
  /** Multiplies the rate limits; 1 unless measuring. */
  rateFactor: number;
  /** Time limit for a request's body to arrive, in milliseconds; 10,000 by default. */
  bodyWithinMs?: number;
}
