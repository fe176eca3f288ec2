import { randomUUID } from 'node:crypto';

import { keepBulkOpening } from '../../db/bulk-openings.ts';
import { dateOf, dayNumberOf } from '../../domain/shanghai.ts';
import { bulkOpenStart, bulkOpenWorkflow } from '../../workflows/contract.ts';
import { anInvitationOpening, patientInvitationPolicy } from '../support/invitation.ts';
import { addSlotType, addTaxpayers, openCentre } from '../support/slots.ts';
import type { Telling } from './stories.ts';

/** More than one batch. */
const taxpayers = 51;
const places = 3;

/** Many taxpayers are invited at once, more than there are places on the chosen day. */
export const bulkOpening: Telling = async ({ client, taskQueue, knex, people }) => {
  const id = randomUUID();
  const type = `many-${id.slice(0, 8)}`;
  await openCentre(knex, 'east', places);
  await addSlotType(knex, type);
  const { typeVersion, way, category, uploadIds, originId } = anInvitationOpening();
  const [senderId] = people.east;
  const run = {
    ...{ id, regionId: 'region', centreId: 'east', actorId: senderId, kind: 'invitation' as const, contents: randomUUID() },
    ...{ opening: { typeId: type, typeVersion, senderId, way, category, uploadIds, originId }, policy: patientInvitationPolicy },
    ...{ body: '请一起核对发票额度。', days: [dateOf(dayNumberOf(Date.now()) + 3)], placesEach: 2 },
  };
  await keepBulkOpening(knex, run, await addTaxpayers(knex, taxpayers));
  const handle = await client.workflow.start(bulkOpenWorkflow, { taskQueue, ...bulkOpenStart(id) });
  return { handle: () => handle };
};
