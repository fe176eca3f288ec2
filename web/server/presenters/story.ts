/**
 * The story of a case as one reader may see it (J2).
 *
 * 1. Officers see everything, by name.
 * 2. A taxpayer sees the centre in place of its officers, and that their matter was taken up, not who passed it to whom: of
 *    all assignments the first is told, of all hand-overs those to another centre, without the notes between officers.
 * 3. Warnings and escalations are the centre's own affair.
 */
import type { CaseEvent } from '../../../db/models/index.ts';
import type { Story } from '../../../db/story.ts';
import type { MessageEvent } from '../../../domain/message.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { StoryEvent } from '../../api/cases.ts';
import type { Language } from '../../i18n/index.ts';
import { presentAttachment } from './attachments.ts';
import { nameIn } from './names.ts';

export interface StoryReader {
  kind: Viewer['kind'];
  language: Language;
  /** The name of the case's taxpayer, for officers; taxpayers know who they are. */
  taxpayerName: string;
  linkTo: (uploadId: string) => string;
}

type EventType = MessageEvent['type'];
const assignments: readonly string[] = ['assigned', 'claimed', 'reassigned'] satisfies EventType[];
const internal: readonly string[] = ['released', 'warned', 'escalated'] satisfies EventType[];

export function presentStory(story: Story, reader: StoryReader): StoryEvent[] {
  return (reader.kind === 'officer' ? story.events : story.events.filter(toldToTaxpayers)).map((event) =>
    presentEvent(event, story, reader),
  );
}

/** Rules 2 and 3. */
function toldToTaxpayers(event: CaseEvent, _place: number, events: readonly CaseEvent[]): boolean {
  if (internal.includes(event.type)) return false;
  if (event.type === 'handed-over') return event.data['officerId'] === null;
  return !assignments.includes(event.type) || events.find(({ type }) => assignments.includes(type)) === event;
}

function presentEvent(event: CaseEvent, story: Story, reader: StoryReader): StoryEvent {
  const forOfficers = reader.kind === 'officer';
  return {
    version: event.version,
    type: !forOfficers && assignments.includes(event.type) ? 'assigned' : event.type,
    at: event.at.toISOString(),
    actor: actorOf(event, story, reader),
    text: story.texts.get(textIdOf(event, forOfficers) ?? '')?.body ?? null,
    attachments: (story.uploads.get(event.version) ?? []).map((upload) => presentAttachment(upload, reader.linkTo)),
    data: forOfficers ? particulars(event, story, reader.language) : particularsForTaxpayers(event, story, reader.language),
  };
}

function actorOf({ actor_kind: kind, actor_id: id, type }: CaseEvent, { officers }: Story, reader: StoryReader): StoryEvent['actor'] {
  if (kind === 'system') return { kind, id: null, name: null };
  const officer = id === null ? undefined : officers.get(id);
  if (reader.kind === 'officer') return { kind, id, name: kind === 'taxpayer' ? reader.taxpayerName : (officer?.name ?? null) };
  if (kind === 'taxpayer') return { kind, id, name: null };
  // That an officer took the case by hand is the same to a taxpayer as being given it.
  return {
    kind: assignments.includes(type) ? 'system' : kind,
    id: null,
    name: nameIn(reader.language, officer?.centre_name ?? null, officer?.centre_name_en ?? null) || null,
  };
}

/** What was said: notes between officers stay between them, the reason of an end is for the taxpayer too. */
function textIdOf({ data }: CaseEvent, forOfficers: boolean): string | undefined {
  const ids = [data['textId'], data['reasonId'], forOfficers ? data['noteId'] : null];
  return ids.find((id) => typeof id === 'string');
}

type Particulars = StoryEvent['data'];

function particulars({ data }: CaseEvent, { officers, centres }: Story, language: Language): Particulars {
  const { officerId, centreId, purpose, outcome, stars, resolved } = data;
  const found: Particulars = {};
  if (typeof officerId === 'string') found['officer'] = officers.get(officerId)?.name ?? null;
  if (typeof centreId === 'string') found['centre'] = centreNamed(centreId, centres, language);
  if (typeof purpose === 'string') found['purpose'] = purpose;
  if (typeof outcome === 'string') found['outcome'] = outcome;
  if (typeof stars === 'number') found['stars'] = stars;
  if (typeof resolved === 'boolean') found['resolved'] = resolved;
  const dueAt = dueAtOf(data);
  if (dueAt !== null) found['dueAt'] = dueAt;
  return found;
}

function particularsForTaxpayers(event: CaseEvent, story: Story, language: Language): Particulars {
  const { officer: _officer, purpose: _purpose, ...told } = particulars(event, story, language);
  return told;
}

const centreNamed = (id: string, centres: Story['centres'], language: Language): string | null => {
  const centre = centres.get(id);
  return centre ? nameIn(language, centre.name, centre.name_en) : null;
};

/** Until when the next step was due, of events that set a clock. */
function dueAtOf({ clock }: Record<string, unknown>): string | null {
  if (typeof clock !== 'object' || clock === null || !('dueAt' in clock) || typeof clock.dueAt !== 'number') return null;
  return new Date(clock.dueAt).toISOString();
}
