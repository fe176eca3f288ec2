/**
 * What the server knows of one kind of case: shapes of its commands and of its cases, and the functions between them. Code under `cases/`
 * works for any kind; the registry is `kinds.ts`.
 */
import type { Knex } from 'knex';
import type { z } from 'zod';

import type { InertText } from '../../../db/contents.ts';
import type { Case } from '../../../db/models/index.ts';
import type { LoadedCase, Story } from '../../../db/story.ts';
import type { Actor, CaseKind, Refusal } from '../../../domain/case.ts';
import type { AnyKind, Kind, KindTypes } from '../../../domain/kind.ts';
import { kinds } from '../../../domain/kinds.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { KindNamespace } from '../../i18n/kind-words.ts';
import type { Deps } from '../deps.ts';
import type { Route } from '../http/define-route.ts';
import type { PaperReading } from './papers.ts';

/** A command with the texts and files that it refers to. */
export interface Intent<C extends { type: string } = { type: string }> {
  command: C;
  texts: InertText[];
  uploadIds: string[];
  /** Path of each file in the body, when not `uploadIds`. */
  uploadPaths?: string[];
}

/** A stage or paper that a type of case refers to by key. */
interface Named {
  key: string;
  name: string;
  nameEn: string;
}

/** Context of reading a case: reader, language, time. */
export interface PartReading extends PaperReading {
  /** Epoch milliseconds. */
  now: number;
  /** Numbers of the thread's cases that the reader may see, by id. */
  numbers: ReadonlyMap<string, string>;
  readerId: string;
}

/** @typeParam G data that the page needs beyond the row and the story */
interface ServerKindSpec<T extends KindTypes, B extends Readonly<Record<string, z.ZodObject>>, P extends object, G> {
  kind: Kind<T>;
  /** Namespace of its translations. */
  namespace: KindNamespace;
  /** Its own routes: opening a case, the list of one's own, its types. */
  routes: (kinds: ServerKinds) => readonly Route[];
  /** Schema of its cases in answers; the discriminator is `kind`. */
  shape: z.ZodObject;
  /** Bodies of its commands. */
  bodies: B;
  /** Bodies with files, limited by the settings in force. */
  bodiesWithFiles: (limits: { maxFiles: number }) => { readonly [C in keyof B]?: z.ZodType };
  /** Summary of each command in the OpenAPI document. */
  summaries: { readonly [C in keyof B]: string };
  /** Splits a body into the texts, which stay in PostgreSQL, and the command, which holds their ids. */
  intents: { readonly [C in keyof B]: (body: z.output<B[C]>, viewer: Viewer) => Intent<T['command']> };
  /** Looks up what the command refers to: people and places must exist. @throws Fault */
  check: (image: Case, command: T['command'], deps: Deps) => Promise<void>;
  /** True when an ended case was ended by this very command, which has no text and whose answer was lost. */
  isResult: (command: T['command'], ended: Case) => boolean;
  /**
   * True when a command may refer to texts and files that the case has adopted already, such as those of a saved draft. A repetition is
   * then recognized by its key alone.
   */
  namesAgain?: (command: T['command']) => boolean;
  /** Policy for a case with this state if it began now. */
  policyInForce: (knex: Knex, state: T['state']) => Promise<T['policy']>;
  /** What its page shows beside the state. @param reader who is shown it */
  ground: (knex: Knex, state: T['state'], reader: Viewer) => Promise<G>;
  /** Time that one of its notices offers by name, as it stands when the notice is read; null when there is none (any more). */
  offer?: { notice: keyof T['notices'] & string; next: (knex: Knex, state: T['state']) => Promise<{ startsAt: number } | null> };
  /** Names that its type gives to the stages and papers of the story. */
  namesOf: (ground: G) => { stages: readonly Named[]; papers: readonly Named[] };
  /** Its own part of a case's page. */
  present: (shown: { row: LoadedCase; state: T['state']; policy: T['policy']; ground: G; story: Story }, reading: PartReading) => P;
}

/** A kind as the command route and the page of a case use it, with its types erased. */
export interface ServerKind {
  kind: AnyKind;
  namespace: KindNamespace;
  routes: (kinds: ServerKinds) => readonly Route[];
  shape: z.ZodObject;
  bodies: Readonly<Record<string, z.ZodObject>>;
  bodiesWithFiles: (limits: { maxFiles: number }) => Readonly<Record<string, z.ZodType | undefined>>;
  summaries: Readonly<Record<string, string>>;
  intents: Readonly<Record<string, (body: unknown, viewer: Viewer) => Intent>>;
  check: (image: Case, command: { type: string }, deps: Deps) => Promise<void>;
  isResult: (command: { type: string }, ended: Case) => boolean;
  namesAgain?: (command: { type: string }) => boolean;
  policyInForce: (knex: Knex, state: unknown) => Promise<unknown>;
  ground: (knex: Knex, state: unknown, reader: Viewer) => Promise<unknown>;
  offer?: { notice: string; next: (knex: Knex, state: unknown) => Promise<{ startsAt: number } | null> };
  namesOf: (ground: unknown) => { stages: readonly Named[]; papers: readonly Named[] };
  present: (shown: { row: LoadedCase; state: unknown; policy: unknown; ground: unknown; story: Story }, reading: PartReading) => object;
}
export type ServerKinds = Readonly<Record<CaseKind, ServerKind>>;

/**
 * Checks the parts of a kind against each other. This cast is the only place where the types are erased: a kind only receives what its own
 * schemas have validated, and the state, policy and ground of its own cases.
 */
export const defineServerKind = <T extends KindTypes, B extends Readonly<Record<string, z.ZodObject>>, P extends object, G>(
  spec: ServerKindSpec<T, B, P, G>,
): ServerKind => spec as unknown as ServerKind;

/** Policy of a case: the one that it began with. A case older than stored policies gets the one that would apply if it began now. */
export const policyOf = async (kind: ServerKind, { policy, state }: Pick<Case, 'policy' | 'state'>, knex: Knex): Promise<unknown> =>
  policy ?? (await kind.policyInForce(knex, state));

/** Reason why the case in its present state would refuse a command; null when it would not. The workflow decides in the end. */
export async function refusalOf(
  { kind, policyInForce }: ServerKind,
  { policy, state }: Pick<Case, 'policy' | 'state'>,
  actor: Actor,
  command: { type: string },
  knex: Knex,
): Promise<Refusal | null> {
  const decision = kind.decide(state, actor, command, policy ?? (await policyInForce(knex, state)), Date.now());
  return decision.ok ? null : decision.refusal;
}

/** Reason why a case whose workflow has ended refuses every command, from its image. */
export const endedRefusalOf = ({ kind, state, stars }: Pick<Case, 'kind' | 'state' | 'stars'>, command: { type: string }): Refusal =>
  kinds[kind].endedRefusal(state, command, stars !== null);
