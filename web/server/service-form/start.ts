import type { z } from 'zod';

import type { Author } from '../../../domain/case.ts';
import { currentType } from '../../../db/case-types.ts';
import { keepOfficerForm } from '../../../db/case-forms.ts';
import { CaseEvent, type Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import { findUploads } from '../../../db/uploads.ts';
import type { ServiceFormStart } from '../../../domain/service-form/form.ts';
import { chosenPapers, paperChoiceFaults } from '../../../domain/service-form/template.ts';
import { endOfWork } from '../../../domain/service-form/time.ts';
import type { sendFormBody } from '../../api/service-form/form.ts';
import type { OfficerViewer } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { Fault, type FieldFault } from '../http/fault.ts';
import { formPolicyFrom } from './policy.ts';

type Body = z.output<typeof sendFormBody>;

/** Equal forms get equal text ids; different forms get different ones. */
const textIdOf = (id: string, { typeId, originId, text, uploadIds, without, more, until }: Body): string =>
  idFrom([id, typeId, originId, text, uploadIds, without, more, until]);

/** Longest time to hand in that a sender may set, in days. */
const mostDays = 180;
const dayMs = 86_400_000;

/**
 * Returns the fault of the day until which papers can be handed in; null when it can be set.
 * @param end end of work on that day; null on a day without any
 */
function untilFault(end: number | null, now: number): FieldFault | null {
  const code = end === null ? 'closed-day' : end <= now ? 'in-past' : end > now + mostDays * dayMs ? 'out-of-range' : null;
  return code === null ? null : { path: 'until', code };
}

/** True when the form under this id was sent by this officer with exactly these contents. */
export async function isFormStartOf(viewer: OfficerViewer, id: string, body: Body, { knex }: Deps): Promise<boolean> {
  const sent = await CaseEvent.query(knex).findById([id, 1]);
  return sent?.type === 'sent' && sent.actor_id === viewer.id && sent.data['textId'] === textIdOf(id, body);
}

/**
 * Looks up everything that a form begins with, and reports all faults at once before anything is stored. The form belongs to the centre of
 * the case from which it is sent.
 * @throws Fault `invalid-request` with every wrong field, `key-reused`
 */
export async function formStartOf(viewer: OfficerViewer, id: string, body: Body, origin: Case, { knex }: Deps): Promise<ServiceFormStart> {
  const author: Author = { kind: 'officer', id: viewer.id };
  const [type, settings, uploads] = await Promise.all([
    currentType(knex, 'service-form', viewer.regionId, body.typeId),
    settingsOf(knex, viewer.regionId, origin.centre_id),
    findUploads(knex, author, body.uploadIds, id),
  ]);
  const policy = formPolicyFrom(settings);
  const until = body.until === null ? undefined : endOfWork(policy.calendar, body.until);
  const late = until === undefined ? null : untilFault(until, Date.now());
  const fields: FieldFault[] = [
    ...(type ? paperChoiceFaults(type.definition, body) : [{ path: 'typeId', code: 'not-a-choice' as const }]),
    ...(late === null ? [] : [late]),
    ...uploads.flatMap((finding, i) => (finding === 'good' ? [] : [{ path: `uploadIds.${String(i)}`, code: 'upload-unknown' as const }])),
  ];
  if (!type || fields.length > 0) throw new Fault('invalid-request', { fields });

  const textId = textIdOf(id, body);
  const text = { id: textId, body: body.text };
  const papers = chosenPapers(type.definition, body);
  // Names of further papers stand in the stored form, because the template does not have them.
  const added = papers.slice(papers.length - body.more.length).map(({ key, name }) => [key, name] as const);
  const ids = { caseId: id, identityId: origin.identity_id, officerId: viewer.id, originId: origin.id };
  const form = { ...ids, fields: Object.fromEntries(added), text };
  const reminder = await keepOfficerForm(knex, form);
  if (reminder === undefined) throw new Fault('key-reused');
  return {
    policy: { ...policy, ...(typeof until === 'number' && { handInUntil: until }) },
    opening: {
      id,
      regionId: origin.region_id,
      centreId: origin.centre_id,
      typeId: type.id,
      typeVersion: type.version,
      identityId: origin.identity_id,
      senderId: viewer.id,
      textId,
      uploadIds: body.uploadIds,
      papers: papers.map(({ key, required }) => ({ key, required })),
      originId: origin.id,
      orderId: origin.kind === 'work-order' ? origin.id : null,
      reminder,
    },
  };
}
