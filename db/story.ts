/** Loads everything that the page of a case shows (J2). It only reads; the presenter decides who may see what. */
import type { Knex } from 'knex';

import { likeness } from '../domain/likeness.ts';
import type { Scope } from '../domain/policies.ts';
import { isUuid } from '../domain/uuid.ts';
import type { CaseKind } from '../domain/case.ts';
import { Case, CaseEvent, Centre, Text, Upload } from './models/index.ts';
import { excerptLength } from './worklist.ts';

export type LoadedCase = Case & Required<Pick<Case, 'centre' | 'type' | 'identity'>>;

/** Officer named in the events, with the centre that replaces the name for taxpayers. */
interface NamedOfficer {
  id: string;
  name: string;
  centre_name: string | null;
  centre_name_en: string | null;
}

export interface Story {
  events: CaseEvent[];
  texts: Map<string, Text>;
  /** Uploads by id. */
  uploads: Map<string, Upload>;
  officers: Map<string, NamedOfficer>;
  centres: Map<string, Centre>;
}

export interface EarlierCase {
  id: string;
  kind: CaseKind;
  number: string;
  status: Case['status'];
  opened_at: Date;
  excerpt: string | null;
  /** Person of the company who opened it, if it was another person. */
  begun_by: string | null;
  /** True when it is open and probably asks the same question. */
  likely_repeat: boolean;
}

/** Date, a digit for the kind, six digits or more. */
const number = /^\d{15,20}$/;

/** Finds a case by id or number; undefined when there is none. The caller has to check the permission. */
export async function findCase(knex: Knex, idOrNumber: string): Promise<LoadedCase | undefined> {
  const by = isUuid(idOrNumber) ? { 'cases.id': idOrNumber } : number.test(idOrNumber) ? { 'cases.number': idOrNumber } : undefined;
  if (by === undefined) return undefined;
  return (await Case.query(knex).findOne(by).withGraphJoined('[centre, type, identity, assignee]')) as LoadedCase | undefined;
}

/** Returns events, texts and uploads of a case, with the officers and centres they refer to. */
export async function storyOf(knex: Knex, caseId: string): Promise<Story> {
  const [events, texts, uploads] = await Promise.all([
    CaseEvent.query(knex).where({ case_id: caseId }).orderBy('version'),
    Text.query(knex).where({ case_id: caseId }).whereNotNull('adopted_at'),
    Upload.query(knex).where({ case_id: caseId }).orderBy(['created_at', 'id']),
  ]);
  return {
    events,
    texts: new Map(texts.map((text) => [text.id, text])),
    uploads: new Map(uploads.map((upload) => [upload.id, upload])),
    ...(await peopleOf(knex, events)),
  };
}

/** Returns single events of cases. */
export const eventsAt = async (knex: Knex, places: readonly { caseId: string; version: number }[]): Promise<CaseEvent[]> =>
  await CaseEvent.query(knex).whereInComposite(
    ['case_id', 'version'],
    places.map(({ caseId, version }) => [caseId, version]),
  );

/** Returns the officers and centres that the events refer to. */
export async function peopleOf(knex: Knex, events: readonly CaseEvent[]): Promise<Pick<Story, 'officers' | 'centres'>> {
  const officerIds = new Set(
    events.flatMap(({ actor_kind, actor_id, data }) => [actor_kind === 'officer' ? actor_id : null, data['officerId']]).filter(isText),
  );
  const centreIds = new Set(events.map(({ data }) => data['centreId']).filter(isText));
  const [officers, centres] = await Promise.all([
    officerIds.size === 0 ? [] : namedOfficers(knex, [...officerIds]),
    centreIds.size === 0 ? [] : Centre.query(knex).findByIds([...centreIds]),
  ]);
  return {
    officers: new Map(officers.map((officer) => [officer.id, officer])),
    centres: new Map(centres.map((centre) => [centre.id, centre])),
  };
}

const isText = (value: unknown): value is string => typeof value === 'string';

const namedOfficers = (knex: Knex, ids: readonly string[]): Promise<NamedOfficer[]> =>
  knex('officers AS o')
    .leftJoin('centres AS c', 'c.id', 'o.centre_id')
    .select<NamedOfficer[]>('o.id', 'o.name', { centre_name: 'c.name', centre_name_en: 'c.name_en' })
    .whereIn('o.id', ids);

/** Similarity of first texts, and number of days, from which two cases are probably the same question. */
const repeatLikeness = 0.5;
const repeatMs = 30 * 86_400_000;

interface ComparedCase extends Omit<EarlierCase, 'likely_repeat'> {
  type_id: string;
  closed_at: Date | null;
  /** Beginning of its first text. */
  words: string;
}

/**
 * Returns the newest other cases of the same taxpayer within the reader's scope, at most 20. A company's cases are those of its tax number,
 * whoever opened them; a natural person's are their own.
 */
export async function earlierCases(knex: Knex, caseId: string, scope: Scope): Promise<EarlierCase[]> {
  const [column, value] =
    'centreId' in scope
      ? ['centre_id', scope.centreId]
      : 'regionId' in scope
        ? ['region_id', scope.regionId]
        : ['identity_id', scope.identityId];
  const { rows } = await knex.raw<{ rows: ComparedCase[] }>(
    `WITH this AS (
       SELECT c.id, c.identity_id, i.region_id, CASE i.kind WHEN 'enterprise' THEN i.tax_number END AS company
       FROM cases c JOIN identities i ON i.id = c.identity_id WHERE c.id = :caseId),
     people AS (
       SELECT i.id, i.person_name, i.id <> this.identity_id AS another FROM this JOIN identities i
         ON i.id = this.identity_id OR (i.region_id = this.region_id AND i.tax_number = this.company AND i.kind = 'enterprise')),
     shown AS (
       (SELECT c.*, p.person_name, p.another FROM people p JOIN cases c ON c.identity_id = p.id
        WHERE c.id <> :caseId AND c.:column: = :value ORDER BY c.opened_at DESC, c.id LIMIT 20)
       UNION ALL SELECT c.*, NULL, false FROM cases c WHERE c.id = :caseId)
     SELECT c.id, c.kind, c.number, c.status, c.type_id, c.opened_at, c.closed_at,
       left(x.body, ${String(excerptLength)}) AS excerpt, left(coalesce(x.body, ''), 500) AS words, CASE WHEN c.another THEN c.person_name END AS begun_by
     FROM shown c
     LEFT JOIN case_events e ON e.case_id = c.id AND e.version = 1
     LEFT JOIN texts x ON x.id = (e.data ->> 'textId')::uuid
     ORDER BY c.opened_at DESC, c.id`,
    { caseId, column, value },
  );
  const own = rows.find(({ id }) => id === caseId);
  return rows.filter(({ id }) => id !== caseId).map((row) => ({ ...row, likely_repeat: own !== undefined && asksTheSame(row, own) }));
}

const asksTheSame = (other: ComparedCase, own: ComparedCase): boolean =>
  other.closed_at === null &&
  other.type_id === own.type_id &&
  Math.abs(other.opened_at.getTime() - own.opened_at.getTime()) < repeatMs &&
  likeness(other.words, own.words) >= repeatLikeness;
