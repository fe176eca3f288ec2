/** What people may ask of a form: one route a command, all carried out in the same way. */
import { z } from 'zod';

import { Officer, type Case } from '../../../db/models/index.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { ServiceFormCommand } from '../../../domain/service-form/form.ts';
import { commandAnswer } from '../../api/cases.ts';
import { idSchema } from '../../api/common.ts';
import { formBodiesWithFiles, formCommandBodies, type FormCommandType } from '../../api/forms.ts';
import { carryOut, type Carrying } from '../cases/carry-out.ts';
import { defineRoute, type Route } from '../http/define-route.ts';
import type { Deps } from '../deps.ts';
import { refusalOfEnded } from '../cases/ended.ts';
import { Fault } from '../http/fault.ts';
import { formIntentOf, type FormIntent } from './intents.ts';
import { limitsOf } from '../uploads/limits.ts';

const summaries: Record<FormCommandType, string> = {
  claim: 'Take a form that nobody holds',
  release: 'Give a form back',
  handOver: 'Hand a form over to a colleague of the centre',
  save: 'Keep what is filled in; it counts for nothing until it is confirmed',
  confirm: 'Hand in the papers',
  reviewPapers: 'Accept papers, return them with a reason, or waive them',
  askPapers: 'Ask for papers anew before the result is written',
  complete: 'Write the result of the matter into the form',
  recall: 'Recall a form with a reason',
  reassign: 'Give a form to another officer (supervisors)',
  end: 'End a form with a reason (supervisors)',
};

const carriesFiles = (type: FormCommandType): type is 'save' | 'confirm' | 'complete' =>
  type === 'save' || type === 'confirm' || type === 'complete';

const commandRoute = (type: FormCommandType): Route =>
  defineRoute({
    method: 'post',
    path: `/api/service-forms/{id}/commands/${type}`,
    tag: 'Service forms',
    summary: summaries[type],
    access: 'person',
    limit: 'command',
    idempotent: true,
    params: z.object({ id: idSchema }),
    body: formCommandBodies[type],
    ...(carriesFiles(type) && {
      bodyFor: async (viewer: Viewer, { knex }: Deps) => formBodiesWithFiles((await limitsOf(viewer, knex)).upload)[type],
    }),
    answers: { 200: commandAnswer, 202: commandAnswer },
    faults: ['key-reused', 'upload-unknown', 'officer-unknown', 'temporal-unavailable', 'worker-unavailable'],
    handler: ({ viewer, params: { id }, body, requestId, ctx }, deps) =>
      // The schema of this very command has let the body through.
      carryOut({ viewer, id, action: type, requestId, ctx }, formIntentOf(type, body), carrying, deps),
  });

/** @throws Fault `officer-unknown`: who is given a form must work in its centre */
async function check(image: Case, command: ServiceFormCommand, { knex }: Deps): Promise<void> {
  if (!('officerId' in command)) return;
  const officer = await Officer.query(knex).findOne({ id: command.officerId, centre_id: image.centre_id, active: true });
  if (officer === undefined) throw new Fault('officer-unknown', { fields: [{ path: 'officerId', code: 'not-a-choice' }] });
}

const carrying: Carrying<FormIntent> = {
  kind: 'service-form',
  check,
  isResult: () => false,
  namesAgain: ({ type }) => type === 'save' || type === 'confirm',
  refusal: (_command, ended) => refusalOfEnded(ended),
};

export const formCommandRoutes: readonly Route[] = (Object.keys(formCommandBodies) as FormCommandType[]).map((type) => commandRoute(type));
