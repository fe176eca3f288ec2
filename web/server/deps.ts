import type { Client } from '@temporalio/client';
import type { Knex } from 'knex';
import type { Logger } from 'pino';

import type { Person } from '../../runtime/bus/bus.ts';
import type { FileStore } from '../../runtime/file-store.ts';
import type { Secrets } from '../../runtime/secrets.ts';
import type { FileLink } from './uploads/link.ts';
import type { LiveTickets } from './live/tickets.ts';
import type { CaseGateway } from './temporal/gateway.ts';
import type { PublishedKeySets } from './entry/published-keys.ts';
import type { AccessTokens } from './entry/tokens.ts';

/** What the routes stand on. Made once by the process, or by a test. */
export interface Deps {
  knex: Knex;
  /** The way to the workflows of the cases. */
  cases: CaseGateway;
  /** For supervisors' looks at histories; connects when first used. */
  temporal: Client;
  log: Logger;
  config: WebConfig;
  /** Seals and opens the secrets that we keep for others. */
  secrets: Secrets;
  accessTokens: AccessTokens;
  /** What hosts publish of their keys. */
  publishedKeys: PublishedKeySets;
  liveTickets: LiveTickets;
  /** Ends a person's live connections on every process; tickets they hold open no more. For who signs out or is locked out. */
  closePerson: (person: Person) => Promise<void>;
  fileLink: FileLink;
  /** Where people's files lie. */
  uploads: FileStore;
}

export interface WebConfig {
  /** Signs access tokens, tickets and links; at least 32 characters. */
  secret: string;
  /** Where people reach us, as an origin; null when every Host header is to be believed. */
  publicOrigin: string | null;
  /** How many proxies stand in front of us: so many addresses, from the right, of X-Forwarded-For are their word. */
  trustProxy: number;
  demo: boolean;
  /** Where the demo bureau keeps its own signing key. */
  demoFolder: string;
  /** The page of the Temporal server for supervisors, if there is one. */
  temporalUi: string | null;
  /** Parses every answer with its schema before it goes out: for tests and development. */
  checkAnswers: boolean;
  /** Multiplies what a person or an address may ask a minute; 1 unless measuring. */
  rateFactor: number;
  /** Milliseconds that the body of a request may take to arrive; 10,000 unless a test is in a hurry. */
  bodyWithinMs?: number;
}
