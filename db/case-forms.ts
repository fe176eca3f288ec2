/**
 * What a case begins with beside its first text, whatever its kind: how its taxpayer wants to be reminded and under which number, and
 * the fields that were filled in. An inert row under the case's id until the case adopts it.
 *
 * 1. A form is kept once. The same form again changes nothing, and another form under its id is refused.
 * 2. What begins with another case takes over the reminder and the number that the taxpayer gave there.
 */
import type { Knex } from 'knex';

import type { Author } from '../domain/case.ts';
import type { Reminder } from '../domain/notices.ts';
import { isTextOf, type InertText } from './contents.ts';
import { prepared } from './prepared.ts';

interface CaseForm {
  caseId: string;
  identityId: string;
  author: Author;
  /** Its id follows from all of the form's contents, so that the same id with other contents shows. */
  text: InertText;
  /** The case whose reminder and number it takes over. */
  originId: string | null;
  /** What holds where there is no such case. */
  reminder: Reminder;
  phone: string | null;
  fields: Record<string, string>;
}

/**
 * Keeps a form with its text, in one statement, for a person waits for it.
 * @returns how its taxpayer is reminded; undefined when the id has another form, or somebody else's
 */
async function keepForm(knex: Knex, form: CaseForm): Promise<Reminder | undefined> {
  const { caseId, identityId, author, text, originId, reminder, phone, fields } = form;
  const { rows } = await prepared<{ reminder: Reminder }>(
    knex,
    `WITH form AS (
       INSERT INTO case_forms (case_id, identity_id, reminder, phone, fields)
       SELECT :caseId, :identityId, coalesce(origin.reminder, :reminder), coalesce(origin.phone, :phone), :fields
       FROM (SELECT) one LEFT JOIN case_forms origin
         ON origin.case_id = :originId AND origin.identity_id = :identityId AND origin.adopted_at IS NOT NULL
       ON CONFLICT (case_id) DO NOTHING RETURNING case_id, reminder),
     text AS (
       INSERT INTO texts (id, author_kind, author_id, case_id, body) SELECT :textId, :kind, :authorId, case_id, :body FROM form
       ON CONFLICT (id) DO NOTHING RETURNING id)
     SELECT reminder FROM form, text`,
    {
      ...{ caseId, identityId, originId, reminder, phone, fields: JSON.stringify(fields) },
      ...{ textId: text.id, kind: author.kind, authorId: author.id, body: text.body },
    },
  );
  if (rows[0]) return rows[0].reminder;
  return (await isTextOf(knex, author, caseId, text.id)) ? (await formOf(knex, caseId))?.reminder : undefined;
}

interface FormRow {
  identity_id: string;
  reminder: Reminder;
  fields: Record<string, string>;
}

const formOf = async (knex: Knex, caseId: string): Promise<FormRow | undefined> =>
  knex('case_forms').where({ case_id: caseId }).first<FormRow | undefined>('identity_id', 'reminder', 'fields');

/** What a taxpayer fills in besides the text. */
export interface TaxpayerForm {
  caseId: string;
  identityId: string;
  reminder: Reminder;
  phone: string | null;
  text: InertText;
}

/**
 * Keeps what a taxpayer hands in, once.
 * @returns `elsewhere` when the id belongs to another taxpayer's form
 */
export async function keepTaxpayerForm(knex: Knex, form: TaxpayerForm): Promise<'kept' | 'other' | 'elsewhere'> {
  const { caseId, identityId } = form;
  const author = { kind: 'taxpayer', id: identityId } as const;
  if ((await keepForm(knex, { ...form, author, originId: null, fields: {} })) !== undefined) return 'kept';
  return (await formOf(knex, caseId))?.identity_id === identityId ? 'other' : 'elsewhere';
}

/** What an officer begins a case with, for a taxpayer. */
export interface OfficerForm {
  caseId: string;
  identityId: string;
  officerId: string;
  originId: string | null;
  fields: Record<string, string>;
  text: InertText;
}

/**
 * Keeps what an officer fills in, once.
 * @returns how the taxpayer is reminded of the case; undefined when the id has another form, or somebody else's
 */
export const keepOfficerForm = (knex: Knex, { officerId, ...form }: OfficerForm): Promise<Reminder | undefined> =>
  keepForm(knex, { ...form, author: { kind: 'officer', id: officerId }, reminder: 'none', phone: null });

/** The fields that were filled in for a case. */
export const fieldsOf = async (knex: Knex, caseId: string): Promise<Record<string, string>> => (await formOf(knex, caseId))?.fields ?? {};
