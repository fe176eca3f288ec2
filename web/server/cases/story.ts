/**
 * The story of a case for one reader (J2). `domain/events.ts` decides who is told which fields of an event; this file turns them into
 * words.
 *
 * 1. Officers see the names of the people who acted; a taxpayer sees the centre instead of its officers.
 * 2. A taxpayer is told once that the case was assigned, not to whom or how often.
 * 3. Of the papers, a taxpayer sees the current files only; officers can compare them with the replaced ones.
 */
import type { CaseEvent } from '../../../db/models/index.ts';
import type { Story } from '../../../db/story.ts';
import { isToldToOfficers, nameForTaxpayers, toldOf, valuesFor, type AnyEventRules, type Meaning } from '../../../domain/events.ts';
import type { HandedIn } from '../../../domain/papers.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { StoryEvent } from '../../api/cases.ts';
import type { Language } from '../../i18n/index.ts';
import { nameIn } from '../http/names.ts';
import { filesOf, handedInWith } from './papers.ts';

export interface StoryReader {
  kind: Viewer['kind'];
  language: Language;
  /** Name of the case's taxpayer, for officers; a taxpayer does not need it. */
  taxpayerName: string;
  linkTo: (uploadId: string) => string;
  /** Names for keys and ids in the story, in the reader's language. */
  names: StoryNames;
}

export interface StoryNames {
  stages: ReadonlyMap<string, string>;
  papers: ReadonlyMap<string, string>;
  /** Numbers of the thread's cases that the reader may see, by id. */
  numbers: ReadonlyMap<string, string>;
}

/** @param rules event rules of the case's kind */
export function presentStory(rules: AnyEventRules, story: Story, reader: StoryReader): StoryEvent[] {
  if (reader.kind === 'officer')
    return story.events
      .filter(({ type }) => isToldToOfficers(rules, type))
      .map((event) => presentEvent(rules, event, { name: event.type, once: false }, story, reader));
  const replaced = replacedFiles(story.events);
  const once = new Set<string>();
  return story.events.flatMap((event) => {
    const as = nameForTaxpayers(rules, event);
    if (as === null || (as.once && once.has(as.name))) return [];
    if (as.once) once.add(as.name);
    const told = presentEvent(rules, event, as, story, reader);
    return [{ ...told, attachments: told.attachments.filter(({ id }) => !replaced.has(id)) }];
  });
}

/**
 * One event as a reader is told of it, such as a line between the messages of a chat; null when they are not.
 * @param people officers and centres that the event refers to
 */
export function presentSingle(
  rules: AnyEventRules,
  event: CaseEvent,
  people: Pick<Story, 'officers' | 'centres'>,
  reader: StoryReader,
): StoryEvent | null {
  const as = reader.kind === 'taxpayer' ? nameForTaxpayers(rules, event) : { name: event.type, once: false };
  if (as === null || (reader.kind === 'officer' && !isToldToOfficers(rules, event.type))) return null;
  return presentEvent(rules, event, as, { ...people, events: [event], texts: new Map(), uploads: new Map() }, reader);
}

/** Rule 3: files of papers that were handed in again later. */
function replacedFiles(events: readonly CaseEvent[]): ReadonlySet<string> {
  const handedIn = events.flatMap(handedInWith);
  const isReplaced = ({ key }: HandedIn, i: number) => handedIn.findLastIndex((later) => later.key === key) > i;
  return new Set(handedIn.filter(isReplaced).flatMap(({ uploadIds }) => uploadIds));
}

/** @param as the name under which the reader is told of the event, and whether the actor is left out */
function presentEvent(
  rules: AnyEventRules,
  event: CaseEvent,
  as: { name: string; once: boolean },
  story: Story,
  reader: StoryReader,
): StoryEvent {
  const told = (is: Meaning): unknown[] => toldOf(rules, event, is, reader.kind);
  const said = told('text').find((id) => typeof id === 'string');
  return {
    version: event.version,
    type: as.name,
    at: event.at.toISOString(),
    actor: actorOf(event, as.once, story, reader),
    text: joined([said === undefined ? null : (story.texts.get(said)?.body ?? null), reasonsIn(told('papers'), story, reader)]),
    attachments: filesOf(told('files').flat() as string[], story, reader),
    data: particulars(rules, event, told, story, reader),
  };
}

/** The texts that there are, below each other; null when there are none. */
function joined(texts: readonly (string | null)[]): string | null {
  const said = texts.filter((text) => text !== null);
  return said.length === 0 ? null : said.join('\n');
}

/** Reasons of the papers that have one of their own, each behind the paper's name; null when none has. */
function reasonsIn(papers: unknown[], { texts }: Story, { names, language }: StoryReader): string | null {
  const lines = papers.flat().flatMap((paper) => {
    if (!isRecord(paper) || typeof paper['reasonId'] !== 'string') return [];
    const key = String(paper['key']);
    const reason = texts.get(paper['reasonId'])?.body;
    return reason === undefined ? [] : [`${names.papers.get(key) ?? key}${language === 'en' ? ': ' : '：'}${reason}`];
  });
  return lines.length === 0 ? null : lines.join('\n');
}

/** Rules 1 and 2. */
function actorOf(
  { actor_kind: kind, actor_id: id }: CaseEvent,
  withoutWho: boolean,
  { officers }: Story,
  reader: StoryReader,
): StoryEvent['actor'] {
  if (kind === 'system') return { kind, id: null, name: null };
  const officer = id === null ? undefined : officers.get(id);
  if (reader.kind === 'officer') return { kind, id, name: kind === 'taxpayer' ? reader.taxpayerName : (officer?.name ?? null) };
  if (kind === 'taxpayer') return { kind, id, name: null };
  return {
    kind: withoutWho ? 'system' : kind,
    id: null,
    name: nameIn(reader.language, officer?.centre_name ?? null, officer?.centre_name_en ?? null) || null,
  };
}

type Particulars = StoryEvent['data'];

function particulars(
  rules: AnyEventRules,
  event: CaseEvent,
  told: (is: Meaning) => unknown[],
  { officers, centres }: Story,
  { kind, language, names }: StoryReader,
): Particulars {
  const found: Particulars = {};
  for (const id of told('officer')) if (typeof id === 'string') found['officer'] = officers.get(id)?.name ?? null;
  for (const id of told('centre')) if (typeof id === 'string') found['centre'] = centreNamed(id, centres, language);
  for (const [name, value] of valuesFor(rules, event, kind)) {
    if (isPlain(value)) found[name] = value;
    else if (Array.isArray(value) && value.every(isPlain)) found[name] = value.join(',');
  }
  for (const stand of told('stage')) {
    if (!isRecord(stand)) continue;
    const key = stand['stageKey'];
    if (typeof key === 'string') found['stage'] = names.stages.get(key) ?? key;
  }
  const papers = told('papers')
    .flatMap(paperKeysOf)
    .map((key) => names.papers.get(key) ?? key);
  if (papers.length > 0) found['papers'] = papers.join(language === 'en' ? ', ' : '、');
  const number = told('case')
    .map((id) => (typeof id === 'string' ? names.numbers.get(id) : undefined))
    .find((known) => known !== undefined);
  if (number !== undefined) found['number'] = number;
  const [dueAt] = [...told('stage').map((stand) => (isRecord(stand) ? stand['clock'] : null)), ...told('clock')].flatMap(dueAtOf);
  if (dueAt !== undefined) found['dueAt'] = dueAt;
  return found;
}

/** Keys of the papers that were asked for, handed in or judged, from plain keys or from objects with a key. */
const paperKeysOf = (listed: unknown): string[] =>
  Array.isArray(listed) ? listed.map((paper: string | { key: string }) => (typeof paper === 'string' ? paper : paper.key)) : [];

const centreNamed = (id: string, centres: Story['centres'], language: Language): string | null => {
  const centre = centres.get(id);
  return centre ? nameIn(language, centre.name, centre.name_en) : null;
};

/** Deadline of the next step, for events that set a clock. */
const dueAtOf = (clock: unknown): string[] =>
  isRecord(clock) && typeof clock['dueAt'] === 'number' ? [new Date(clock['dueAt']).toISOString()] : [];

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
