import type { EarlierCase, LoadedCase, Story } from '../../../db/story.ts';
import { roundTheClock } from '../../../domain/calendar.ts';
import { possibleCommands, turnOf, type MessagePolicy } from '../../../domain/message.ts';
import { caseActions, may, type Belonging, type CaseAction, type Viewer } from '../../../domain/policies.ts';
import type { Case } from '../../api/cases.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from './names.ts';
import { presentStory } from './story.ts';

export interface CaseReading {
  viewer: Viewer;
  language: Language;
  linkTo: (uploadId: string) => string;
  /** Epoch milliseconds. */
  now: number;
}

/** What a case belongs to, from its row. */
export const belongingOf = (row: Pick<LoadedCase, 'region_id' | 'centre_id' | 'identity_id'>): Belonging => ({
  regionId: row.region_id,
  centreId: row.centre_id,
  identityId: row.identity_id,
});

/**
 * What the reader may do to the case now: allowed to them (policies) and possible in its state (its rules). Only the workflow
 * says what really happens.
 */
export function actionsOf(row: LoadedCase, viewer: Viewer, now: number): CaseAction[] {
  const possible: readonly CaseAction[] = [
    'view',
    'inspect',
    'retry',
    ...possibleCommands(row.state, { kind: viewer.kind, id: viewer.id }, anyPolicy, now),
  ];
  return caseActions.filter((action) => possible.includes(action) && may(viewer, action, belongingOf(row)));
}

/** Whether something is possible does not depend on how long it would take. */
const anyPolicy: MessagePolicy = {
  calendar: roundTheClock,
  firstAnswerMinutes: 1,
  answerMinutes: 1,
  supplementMinutes: 1,
  followUpMinutes: 1,
  warnShare: 0.5,
};

/** A case with its story, as this reader may see it; that they may see it at all has been asked. */
export function presentCase(row: LoadedCase, story: Story, earlier: readonly EarlierCase[], reading: CaseReading): Case {
  const { viewer, language, linkTo, now } = reading;
  const { identity, centre, type } = row;
  const forOfficers = viewer.kind === 'officer';
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    status: row.status,
    version: row.version,
    centre: { id: centre.id, name: nameIn(language, centre.name, centre.name_en) },
    type: { id: type.id, name: nameIn(language, type.name, type.name_en) },
    openedAt: row.opened_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    answeredAt: row.answered_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    outcome: row.state.outcome,
    reminder: row.state.reminder,
    clock: clockFor(row, forOfficers),
    assignee: forOfficers && row.assignee ? { id: row.assignee.id, name: row.assignee.name } : null,
    taxpayer: forOfficers
      ? {
          id: identity.id,
          kind: identity.kind,
          role: identity.role,
          personName: identity.person_name,
          companyName: identity.company_name,
          taxNumber: identity.tax_number,
          phone: identity.phone,
        }
      : null,
    rating: row.stars === null || row.resolved === null ? null : { stars: row.stars, resolved: row.resolved },
    story: presentStory(story, { kind: viewer.kind, language, taxpayerName: identity.company_name ?? identity.person_name, linkTo }),
    earlier: earlier.map(({ id, number, status, opened_at, excerpt }) => ({
      id,
      number,
      status,
      openedAt: opened_at.toISOString(),
      excerpt: excerpt ?? '',
    })),
    actions: actionsOf(row, viewer, now),
  };
}

/** A taxpayer sees until when an answer is due, but not whether the centre was warned or the supervisor told. */
function clockFor({ state }: LoadedCase, forOfficers: boolean): Case['clock'] {
  const { clock } = state;
  if (clock === null) return null;
  const theirs = forOfficers || turnOf(state) === 'taxpayer';
  return {
    purpose: clock.purpose,
    startedAt: new Date(clock.startedAt).toISOString(),
    warnAt: clock.warnAt === null || !theirs ? null : new Date(clock.warnAt).toISOString(),
    dueAt: new Date(clock.dueAt).toISOString(),
    warned: theirs && clock.warned,
    escalated: theirs && clock.escalated,
  };
}
