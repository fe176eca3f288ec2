/**
 * The story of a case as one reader may see it (J2).
 *
 * 1. Officers see everything, by name.
 * 2. A taxpayer sees the centre in place of its officers, and that their matter was taken up, not who passed it to whom: of
 *    all assignments the first is told, of all hand-overs those to another centre, without the notes between officers.
 * 3. Warnings, escalations and disputes of an assignment are the centre's own affair, and so is why a stage was gone back to.
 * 4. Of papers a taxpayer sees those files that count still; what they were replaced by, officers can compare.
 * 5. What was saved and not handed in is no part of the story: its taxpayer finds it where it is filled in, nobody else at all.
 */
import type { CaseEvent } from '../../../db/models/index.ts';
import type { Story } from '../../../db/story.ts';
import type { MessageEvent } from '../../../domain/message.ts';
import type { HandedIn } from '../../../domain/papers.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { ServiceFormEvent } from '../../../domain/service-form/form.ts';
import type { WorkOrderEvent } from '../../../domain/work-order/order.ts';
import type { StoryEvent } from '../../api/cases.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';
import { filesOf, handedInWith } from './papers.ts';
import { stageKeyOf } from '../work-order/stage-key.ts';

export interface StoryReader {
  kind: Viewer['kind'];
  language: Language;
  /** The name of the case's taxpayer, for officers; taxpayers know who they are. */
  taxpayerName: string;
  linkTo: (uploadId: string) => string;
  /** What keys and ids in the story are called, in the reader's language. */
  names: StoryNames;
}

export interface StoryNames {
  stages: ReadonlyMap<string, string>;
  papers: ReadonlyMap<string, string>;
  /** Numbers of the cases of the thread that the reader may see, by id. */
  numbers: ReadonlyMap<string, string>;
}

type EventType = MessageEvent['type'] | WorkOrderEvent['type'] | ServiceFormEvent['type'];
const assignments: readonly string[] = ['assigned', 'claimed', 'reassigned'] satisfies EventType[];
const internal: readonly string[] = ['released', 'disputed', 'dispatched', 'warned', 'escalated'] satisfies EventType[];
const saved: EventType = 'saved';
/** Their reason is for those who handle the case. */
const innerReasons: readonly string[] = ['sent-back', 'disputed'] satisfies EventType[];

export function presentStory(story: Story, reader: StoryReader): StoryEvent[] {
  const events = story.events.filter(({ type }) => type !== saved);
  if (reader.kind === 'officer') return events.map((event) => presentEvent(event, story, reader));
  const replaced = replacedFiles(events);
  return events.filter(toldToTaxpayers).map((event) => {
    const told = presentEvent(event, story, reader);
    return { ...told, attachments: told.attachments.filter(({ id }) => !replaced.has(id)) };
  });
}

/** Rule 4: files of papers that were handed in again later. */
function replacedFiles(events: readonly CaseEvent[]): ReadonlySet<string> {
  const handedIn = events.flatMap(handedInWith);
  const isReplaced = ({ key }: HandedIn, i: number) => handedIn.findLastIndex((later) => later.key === key) > i;
  return new Set(handedIn.filter(isReplaced).flatMap(({ uploadIds }) => uploadIds));
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
    attachments: filesOf((event.data['uploadIds'] ?? []) as string[], story, reader),
    data: forOfficers ? particulars(event, story, reader) : particularsForTaxpayers(event, story, reader),
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

/** What was said: notes between officers stay between them, the reason of an end or of a returned paper is for the taxpayer too. */
function textIdOf({ type, data }: CaseEvent, forOfficers: boolean): string | undefined {
  const ids = [data['textId'], forOfficers || !innerReasons.includes(type) ? data['reasonId'] : null, forOfficers ? data['noteId'] : null];
  return ids.find((id) => typeof id === 'string');
}

type Particulars = StoryEvent['data'];

function particulars({ data }: CaseEvent, { officers, centres }: Story, { language, names }: StoryReader): Particulars {
  const { officerId, centreId, purpose, outcome, stars, resolved } = data;
  const found: Particulars = {};
  if (typeof officerId === 'string') found['officer'] = officers.get(officerId)?.name ?? null;
  if (typeof centreId === 'string') found['centre'] = centreNamed(centreId, centres, language);
  if (typeof purpose === 'string') found['purpose'] = purpose;
  if (typeof outcome === 'string') found['outcome'] = outcome;
  if (typeof stars === 'number') found['stars'] = stars;
  if (typeof resolved === 'boolean') found['resolved'] = resolved;
  const stage = stageKeyOf(data);
  if (stage !== null) found['stage'] = names.stages.get(stage) ?? stage;
  const papers = paperKeysOf(data).map((key) => names.papers.get(key) ?? key);
  if (papers.length > 0) found['papers'] = papers.join(language === 'en' ? ', ' : '、');
  const number = linkedIdsOf(data)
    .map((id) => names.numbers.get(id))
    .find((known) => known !== undefined);
  if (number !== undefined) found['number'] = number;
  const dueAt = dueAtOf(data);
  if (dueAt !== null) found['dueAt'] = dueAt;
  return found;
}

function particularsForTaxpayers(event: CaseEvent, story: Story, reader: StoryReader): Particulars {
  const { officer: _officer, purpose: _purpose, ...told } = particulars(event, story, reader);
  return told;
}

/** The papers that were asked for, handed in or judged. */
function paperKeysOf({ keys, papers, verdicts }: Record<string, unknown>): string[] {
  if (Array.isArray(keys)) return keys as string[];
  return ((papers ?? verdicts ?? []) as { key: string }[]).map(({ key }) => key);
}

/** Other cases of which an event says that this one came from them, took them in or became them. */
const linkedIdsOf = ({ originId, caseId, orderId, formId }: Record<string, unknown>): string[] =>
  [originId, caseId, orderId, formId].filter((id) => typeof id === 'string');

const centreNamed = (id: string, centres: Story['centres'], language: Language): string | null => {
  const centre = centres.get(id);
  return centre ? nameIn(language, centre.name, centre.name_en) : null;
};

/** Until when the next step was due, of events that set a clock: that of a stage comes with the stage. */
function dueAtOf({ clock, stage }: Record<string, unknown>): string | null {
  if (isRecord(stage)) return dueAtOf({ clock: stage['clock'] });
  return isRecord(clock) && typeof clock['dueAt'] === 'number' ? new Date(clock['dueAt']).toISOString() : null;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
