/**
 * Opening form of a case of any kind: the taxpayer's reminder and telephone number, and the fields. The row is inert until the case with
 * its id adopts it.
 *
 * 1. A form is stored once. Storing the same form again changes nothing; a different form under its id is refused.
 * 2. A case that is started from another one inherits the taxpayer's reminder and number.
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
  /** Text with an id derived from the whole form, so that the same id with other contents is detected. */
  text: InertText;
  /** Case from which reminder and number are inherited. */
  originId: string | null;
  /** Reminder when nothing is inherited. */
  reminder: Reminder;
  phone: string | null;
  fields: Record<string, string>;
}

/**
 * Stores a form with its text in one statement, because a person waits for it.
 * @returns reminder of the taxpayer; undefined when the id has another form, or belongs to somebody else
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

/** Form as filled in by a taxpayer. */
export interface TaxpayerForm {
  caseId: string;
  identityId: string;
  reminder: Reminder;
  phone: string | null;
  text: InertText;
}

/**
 * Stores a taxpayer's form, once.
 * @returns `elsewhere` when the id belongs to another taxpayer's form
 */
export async function keepTaxpayerForm(knex: Knex, form: TaxpayerForm): Promise<'kept' | 'other' | 'elsewhere'> {
  const { caseId, identityId } = form;
  const author = { kind: 'taxpayer', id: identityId } as const;
  if ((await keepForm(knex, { ...form, author, originId: null, fields: {} })) !== undefined) return 'kept';
  return (await formOf(knex, caseId))?.identity_id === identityId ? 'other' : 'elsewhere';
}

/** Form with which an officer starts a case for a taxpayer. */
export interface OfficerForm {
  caseId: string;
  identityId: string;
  officerId: string;
  originId: string | null;
  fields: Record<string, string>;
  text: InertText;
}

/**
 * Stores an officer's form, once.
 * @returns reminder of the taxpayer for this case; undefined when the id has another form, or belongs to somebody else
 */
export const keepOfficerForm = (knex: Knex, { officerId, ...form }: OfficerForm): Promise<Reminder | undefined> =>
  keepForm(knex, { ...form, author: { kind: 'officer', id: officerId }, reminder: 'none', phone: null });

/** Returns the filled-in fields of a case. */
export const fieldsOf = async (knex: Knex, caseId: string): Promise<Record<string, string>> => (await formOf(knex, caseId))?.fields ?? {};
