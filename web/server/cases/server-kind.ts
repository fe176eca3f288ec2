/**
 * What the server knows of one kind of case: the shapes in which its commands come and its cases go out, and what stands between
 * them. Everything under `cases/` works for any of these; the registry on top (`kinds.ts`) lists them.
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

/** A command with the texts and files that it names. */
export interface Intent<C extends { type: string } = { type: string }> {
  command: C;
  texts: InertText[];
  uploadIds: string[];
  /** Where each file stands in the body, when not in `uploadIds`. */
  uploadPaths?: string[];
}

/** Something that a type of case names by a key. */
interface Named {
  key: string;
  name: string;
  nameEn: string;
}

/** How a case is read: by whom, in which language, when. */
export interface PartReading extends PaperReading {
  /** Epoch milliseconds. */
  now: number;
  /** Numbers of the cases of its thread that the reader may see, by id. */
  numbers: ReadonlyMap<string, string>;
}

/** @typeParam G what its page needs beyond its row and its story */
interface ServerKindSpec<T extends KindTypes, B extends Readonly<Record<string, z.ZodObject>>, P extends object, G> {
  kind: Kind<T>;
  /** Where the translations have its words. */
  namespace: KindNamespace;
  /** Its own routes: what begins a case of it, the list of one's own, its types. */
  routes: (kinds: ServerKinds) => readonly Route[];
  /** A case of it as it goes out; its discriminator is `kind`. */
  shape: z.ZodObject;
  /** What people may ask, by command. */
  bodies: B;
  /** Those of them that hold files, narrowed by the settings in force. */
  bodiesWithFiles: (limits: { maxFiles: number }) => { readonly [C in keyof B]?: z.ZodType };
  /** Every command in the words of the document. */
  summaries: { readonly [C in keyof B]: string };
  /** A body taken apart: the texts, which stay in PostgreSQL, and the command, which holds their ids. */
  intents: { readonly [C in keyof B]: (body: z.output<B[C]>, viewer: Viewer) => Intent<T['command']> };
  /** Looks up what the command names: people and places that must be there. @throws Fault */
  check: (image: Case, command: T['command'], deps: Deps) => Promise<void>;
  /** Whether an ended case ended by this very command, which said nothing and whose answer was lost on the way. */
  isResult: (command: T['command'], ended: Case) => boolean;
  /**
   * Whether a command may name texts and files that the case has taken up already, as those of a kept draft are: then a repetition is
   * known by its key alone.
   */
  namesAgain?: (command: T['command']) => boolean;
  /** What would govern a case like this if it began now. */
  policyInForce: (knex: Knex, state: T['state']) => Promise<T['policy']>;
  ground: (knex: Knex, state: T['state']) => Promise<G>;
  /** What its type calls the stages and papers that its story names. */
  namesOf: (ground: G) => { stages: readonly Named[]; papers: readonly Named[] };
  /** The part of its page that it has beyond every case. */
  present: (shown: { row: LoadedCase; state: T['state']; policy: T['policy']; ground: G; story: Story }, reading: PartReading) => P;
}

/** A kind as the road for commands and the page of a case take it, its types folded away. */
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
  ground: (knex: Knex, state: unknown) => Promise<unknown>;
  namesOf: (ground: unknown) => { stages: readonly Named[]; papers: readonly Named[] };
  present: (shown: { row: LoadedCase; state: unknown; policy: unknown; ground: unknown; story: Story }, reading: PartReading) => object;
}
export type ServerKinds = Readonly<Record<CaseKind, ServerKind>>;

/**
 * Checks a kind's parts against each other. The cast is the one place where the types are folded: a kind is handed only what its own
 * schemas let through, and the state, policy and ground of its own cases.
 */
export const defineServerKind = <T extends KindTypes, B extends Readonly<Record<string, z.ZodObject>>, P extends object, G>(
  spec: ServerKindSpec<T, B, P, G>,
): ServerKind => spec as unknown as ServerKind;

/**
 * What governs a case: the policy that it began with. A case that began before policies were kept with the images is judged by what
 * would govern it if it began now.
 */
export const policyOf = async (kind: ServerKind, { policy, state }: Pick<Case, 'policy' | 'state'>, knex: Knex): Promise<unknown> =>
  policy ?? (await kind.policyInForce(knex, state));

/** Why a case as it stands would refuse a command; null when it would not. Its workflow has the last word. */
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

/** Why nothing can be done any more to a case whose workflow is over, read from its image. */
export const endedRefusalOf = ({ kind, state, stars }: Pick<Case, 'kind' | 'state' | 'stars'>, command: { type: string }): Refusal =>
  kinds[kind].endedRefusal(state, command, stars !== null);
