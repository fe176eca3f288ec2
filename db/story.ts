/** All of one case that a page of it shows (J2). Who may see which part is the presenter's; this only reads. */
import type { Knex } from 'knex';

import type { Scope } from '../domain/policies.ts';
import { isUuid } from '../domain/uuid.ts';
import type { CaseKind } from '../domain/case.ts';
import { Case, CaseEvent, Centre, Text, Upload } from './models/index.ts';
import { excerptLength } from './worklist.ts';

export type LoadedCase = Case & Required<Pick<Case, 'centre' | 'type' | 'identity'>>;

/** An officer named in a story, with the centre that stands in for the name where taxpayers read. */
interface NamedOfficer {
  id: string;
  name: string;
  centre_name: string | null;
  centre_name_en: string | null;
}

export interface Story {
  events: CaseEvent[];
  texts: Map<string, Text>;
  /** By id. */
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
}

/** The date, a digit for the kind, six digits or more. */
const number = /^\d{15,20}$/;

/**
 * Finds a case by its id or by its number; undefined for whatever is neither, or belongs to nothing. Whether the one who asks
 * may see it has still to be asked.
 */
export async function findCase(knex: Knex, idOrNumber: string): Promise<LoadedCase | undefined> {
  const by = isUuid(idOrNumber) ? { 'cases.id': idOrNumber } : number.test(idOrNumber) ? { 'cases.number': idOrNumber } : undefined;
  if (by === undefined) return undefined;
  return (await Case.query(knex).findOne(by).withGraphJoined('[centre, type, identity, assignee]')) as LoadedCase | undefined;
}

/** What happened, what was said and handed in, and who the ids in it are. */
export async function storyOf(knex: Knex, caseId: string): Promise<Story> {
  const [events, texts, uploads] = await Promise.all([
    CaseEvent.query(knex).where({ case_id: caseId }).orderBy('version'),
    Text.query(knex).where({ case_id: caseId }).whereNotNull('adopted_at'),
    Upload.query(knex).where({ case_id: caseId }).orderBy(['created_at', 'id']),
  ]);
  const officerIds = new Set(
    events.flatMap(({ actor_kind, actor_id, data }) => [actor_kind === 'officer' ? actor_id : null, data['officerId']]).filter(isText),
  );
  const centreIds = new Set(events.map(({ data }) => data['centreId']).filter(isText));
  const [officers, centres] = await Promise.all([
    officerIds.size === 0 ? [] : namedOfficers(knex, [...officerIds]),
    centreIds.size === 0 ? [] : Centre.query(knex).findByIds([...centreIds]),
  ]);
  return {
    events,
    texts: new Map(texts.map((text) => [text.id, text])),
    uploads: new Map(uploads.map((upload) => [upload.id, upload])),
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

/** The newest other cases of the same taxpayer within the reader's scope. */
export async function earlierCases(knex: Knex, identityId: string, caseId: string, scope: Scope): Promise<EarlierCase[]> {
  const [column, value] =
    'centreId' in scope
      ? ['centre_id', scope.centreId]
      : 'regionId' in scope
        ? ['region_id', scope.regionId]
        : ['identity_id', scope.identityId];
  const { rows } = await knex.raw<{ rows: EarlierCase[] }>(
    `SELECT c.id, c.kind, c.number, c.status, c.opened_at, left(x.body, ${String(excerptLength)}) AS excerpt
     FROM cases c
     LEFT JOIN case_events e ON e.case_id = c.id AND e.version = 1
     LEFT JOIN texts x ON x.id = (e.data ->> 'textId')::uuid
     WHERE c.identity_id = :identityId AND c.id <> :caseId AND c.:column: = :value
     ORDER BY c.opened_at DESC, c.id LIMIT 20`,
    { identityId, caseId, column, value },
  );
  return rows;
}
