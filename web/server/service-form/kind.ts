/** 业务办理服务确认单 on the server: commands and presentation. */
import { fieldsOf } from '../../../db/case-forms.ts';
import { definitionOf } from '../../../db/case-types.ts';
import type { Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import type { ServiceFormCommand } from '../../../domain/service-form/form.ts';
import { serviceFormKind } from '../../../domain/service-form/kind.ts';
import type { FormDefinition } from '../../../domain/service-form/template.ts';
import { formBodiesWithFiles, formCaseSchema, formCommandBodies } from '../../api/service-form/form.ts';
import { intent, judgementIntent, papersIntent } from '../cases/intent.ts';
import { defineServerKind } from '../cases/server-kind.ts';
import { sharedSummaries } from '../cases/shared-summaries.ts';
import type { Deps } from '../deps.ts';
import { checkOfficer } from '../officers/checks.ts';
import { formPolicyFrom } from './policy.ts';
import { presentForm } from './presenter.ts';
import { formRoutes } from './routes.ts';
import { formTypeRoutes } from './types.ts';

/** @throws Fault `officer-unknown`: the receiver must work in the form's centre */
async function check(image: Case, command: ServiceFormCommand, deps: Deps): Promise<void> {
  if ('officerId' in command)
    await checkOfficer(command.officerId, image.centre_id, command.type === 'handOver' ? 'to.officerId' : 'officerId', deps);
}

export const serviceFormServerKind = defineServerKind({
  kind: serviceFormKind,
  namespace: 'form',
  routes: () => [...formRoutes, ...formTypeRoutes],
  shape: formCaseSchema,
  bodies: formCommandBodies,
  bodiesWithFiles: formBodiesWithFiles,
  summaries: {
    ...sharedSummaries,
    save: 'Save a draft of the form; it takes effect only when confirmed',
    confirm: 'Submit the papers',
    complete: 'Write the result of the matter into the form',
    recall: 'Recall a form with a reason',
  },
  intents: {
    claim: () => intent({ type: 'claim' }),
    release: ({ note }) => intent({ type: 'release', noteId: note?.id ?? null }, note),
    handOver: ({ to: { officerId }, note }) => intent({ type: 'handOver', officerId, noteId: note.id }, note),
    save: ({ papers, note }) => papersIntent({ type: 'save', papers, textId: note?.id ?? null }, note),
    confirm: ({ papers, note }) => papersIntent({ type: 'confirm', papers, textId: note?.id ?? null }, note),
    reviewPapers: judgementIntent,
    askPapers: ({ keys, note }) => intent({ type: 'askPapers', keys, textId: note.id }, note),
    complete: ({ textId, text, uploadIds }) => intent({ type: 'complete', textId, uploadIds }, { id: textId, text }, uploadIds),
    recall: ({ reason }) => intent({ type: 'recall', reasonId: reason.id }, reason),
    reassign: ({ officerId, note }) => intent({ type: 'reassign', officerId, noteId: note?.id ?? null }, note),
    end: ({ reason }) => intent({ type: 'end', reasonId: reason.id }, reason),
  },
  check,
  isResult: () => false,
  namesAgain: ({ type }) => type === 'save' || type === 'confirm',
  policyInForce: async (knex, { regionId, centreId }) => formPolicyFrom(await settingsOf(knex, regionId, centreId)),
  ground: async (knex, state): Promise<FormDefinition> => {
    const [{ papers }, added] = await Promise.all([definitionOf(knex, state), fieldsOf(knex, state.id)]);
    const more = Object.entries(added).map(([key, name]) => ({ key, name, nameEn: name, required: true }));
    return { papers: [...papers, ...more] };
  },
  namesOf: ({ papers }: FormDefinition) => ({ stages: [], papers }),
  present: ({ state, ground, story }, reading) => ({ form: presentForm(state, ground, story, reading.numbers, reading) }),
});
