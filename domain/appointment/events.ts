/** Audience of an appointment's events. */
import { files, inner, linked, officer, takenUp, text, told, value, type EventRules } from '../events.ts';
import type { AppointmentEvent } from './appointment.ts';

const place = { placeId: value('nobody'), startsAt: value('everybody'), endsAt: value('everybody') } as const;
const unseen = { officers: false, taxpayer: false } as const;

export const events: EventRules<AppointmentEvent> = {
  requested: told({
    textId: text('everybody'),
    uploadIds: files('everybody'),
    originId: linked('everybody'),
    invitationId: linked('everybody'),
    placeId: value('nobody'),
    times: value('nobody'),
  }),
  booked: told(place),
  'move-requested': { ...unseen, fields: { placeId: value('nobody') } },
  moved: told(place),
  reminded: told({}),
  neared: inner({}),
  assigned: takenUp({ officerId: officer('officers') }),
  claimed: takenUp({ officerId: officer('officers') }),
  released: inner({ noteId: text('officers') }),
  'handed-over': inner({ officerId: officer('officers'), noteId: text('officers') }),
  reassigned: takenUp({ officerId: officer('officers'), noteId: text('officers') }),
  'taken-over': told({ officerId: officer('officers') }),
  'checked-in': told({ side: value('everybody'), evidence: value('everybody') }),
  opened: told({}),
  'officer-late': inner({}),
  started: told({ caseId: linked('everybody') }),
  'interaction-ended': told({}),
  'result-late': inner({}),
  held: told({ textId: text('everybody'), uploadIds: files('everybody') }),
  missed: told({}),
  'officer-failed': told({}),
  cancelled: told({ cause: value('everybody'), reasonId: text('everybody') }),
  rated: told({ resolved: value('everybody'), stars: value('everybody'), textId: text('everybody') }),
  'rating-elapsed': { ...unseen, fields: {} },
  appealed: told({ textId: text('everybody') }),
  'miss-lifted': told({ noteId: text('everybody') }),
  'miss-upheld': told({ reasonId: text('everybody') }),
  'appeal-elapsed': { ...unseen, fields: {} },
};
