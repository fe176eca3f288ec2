/**
 * A chat for one reader.
 *
 * 1. Messages among officers do not exist for a taxpayer, nor does the beginning of one that is quoted.
 * 2. Officers see the names of the people who speak; a taxpayer sees the centre instead of its officers.
 */
import { eventKey, type ChatNews, type ChatReferences, type ChatStand, type SpokenMessage } from '../../../db/chat/read.ts';
import type { StoredWritten } from '../../../db/chat/written.ts';
import type { Hours } from '../../../domain/calendar.ts';
import { cut } from '../../../domain/input/text.ts';
import { kinds } from '../../../domain/kinds.ts';
import { openingHoursOf } from '../../../domain/opening-hours.ts';
import type { Viewer } from '../../../domain/policies.ts';
import type { ChatContent, ChatFloor, ChatMarks, ChatMessage } from '../../api/chat.ts';
import type { ErrorCode } from '../../api/errors.ts';
import type { Language } from '../../i18n/index.ts';
import { presentAttachment } from '../cases/attachments.ts';
import { presentSingle } from '../cases/story.ts';
import { nameIn } from '../http/names.ts';
import { sentenceOf } from '../http/sentence.ts';

export interface ChatReader {
  viewer: Viewer;
  language: Language;
  linkTo: (uploadId: string) => string;
  /** Epoch milliseconds. */
  now: number;
  /** Milliseconds in which a message can be recalled. */
  recallMs: number;
}

/** A text of a language model that is not whole by then never will be: its process has died. */
const longestWritingMs = 150_000;
/** Characters of a quoted message. */
const excerptLength = 60;

/** Presents the messages that this reader may see. */
export const presentMessages = ({ chat, messages }: ChatNews, references: ChatReferences, reader: ChatReader): ChatMessage[] =>
  messages
    .filter(({ audience }) => audience === 'everybody' || reader.viewer.kind === 'officer')
    .flatMap((message) => {
      const content = contentOf(message, chat, references, reader);
      return content === null ? [] : [presentMessage(message, content, chat, reader)];
    });

function presentMessage(message: SpokenMessage, content: ChatContent, chat: ChatStand, reader: ChatReader): ChatMessage {
  const { viewer, now, recallMs } = reader;
  const own = message.speaker === viewer.kind && message.speakerId === viewer.id;
  const recallableUntil = message.at.getTime() + recallMs;
  return {
    seq: message.seq,
    clientId: message.clientId,
    at: message.at.toISOString(),
    speaker: message.speaker,
    name: nameOf(message, chat, reader),
    own,
    internal: message.audience === 'officers',
    content,
    quote: quoteOf(message, chat, reader),
    recallableUntil: own && message.recalledAt === null && now < recallableUntil ? new Date(recallableUntil).toISOString() : null,
  };
}

/** Rule 2. */
function nameOf(
  { speaker, officerName, centreName, centreNameEn }: Pick<SpokenMessage, 'speaker' | 'officerName' | 'centreName' | 'centreNameEn'>,
  { taxpayerName }: ChatStand,
  { viewer, language }: Pick<ChatReader, 'viewer' | 'language'>,
): string | null {
  if (speaker === 'taxpayer') return taxpayerName;
  if (speaker !== 'officer') return null;
  return viewer.kind === 'officer' ? officerName : nameIn(language, centreName, centreNameEn) || null;
}

function quoteOf({ quoted }: SpokenMessage, chat: ChatStand, reader: ChatReader): ChatMessage['quote'] {
  if (quoted === null || (quoted.audience === 'officers' && reader.viewer.kind !== 'officer')) return null;
  return { seq: quoted.seq, name: nameOf(quoted, chat, reader), excerpt: cut(quoted.body.trim(), excerptLength) };
}

/** Returns null for a line of which the reader is told nothing. */
function contentOf(message: SpokenMessage, chat: ChatStand, references: ChatReferences, reader: ChatReader): ChatContent | null {
  const { type, body, data, recalledAt, rating, at } = message;
  if (recalledAt !== null) return { type: 'recalled' };
  switch (type) {
    case 'text':
      return { type, text: body };
    case 'files': {
      const files = (data.uploadIds ?? []).flatMap((id) => references.uploads.get(id) ?? []);
      return { type, text: body, files: files.map((upload) => presentAttachment(upload, reader.linkTo)) };
    }
    case 'answer':
      return presentAnswer(data as unknown as StoredAnswer, { body, rating, at }, reader);
    case 'choices':
      return { ...(data as unknown as StoredChoices), type };
    case 'none': {
      const { code, details } = data as unknown as StoredNone;
      return { type, text: code === undefined ? null : sentenceOf(reader.language, code, details) };
    }
    case 'card':
      return { ...(data as unknown as StoredCard), type };
    case 'line':
      return lineOf(message, chat, references, reader);
  }
}

type AnswerContent = Extract<ChatContent, { type: 'answer' }>;

/** Data of messages as they are stored; the writers of this folder have checked it. */
export interface StoredAnswer extends Omit<AnswerContent, 'type' | 'text' | 'rating' | 'counter' | 'written'> {
  /** Missing until a language model has written something, and null when it was taken back. */
  written?: StoredWritten | null;
  /** Missing in answers that were given before it was told where to go. */
  counter?: StoredCounter | null;
}
/** As it was told: addresses and hours change. */
export interface StoredCounter {
  place: string | null;
  hall: { name: string; nameEn: string; address: string; week: Hours['week'] };
}
export type StoredChoices = Omit<Extract<ChatContent, { type: 'choices' }>, 'type'>;
export type StoredCard = Omit<Extract<ChatContent, { type: 'card' }>, 'type'>;
export interface StoredNone {
  /** Why nobody can be asked for now. */
  code?: ErrorCode;
  details?: Record<string, string>;
}

function presentAnswer(
  { counter = null, written = null, ...data }: StoredAnswer,
  { body, rating, at }: Pick<SpokenMessage, 'body' | 'rating' | 'at'>,
  { language, now }: Pick<ChatReader, 'language' | 'now'>,
): AnswerContent {
  const text = written !== null && (written.done || now < at.getTime() + longestWritingMs) ? presentWritten(written) : null;
  return {
    ...data,
    written: text,
    counter: counter === null ? null : presentCounter(counter, language),
    type: 'answer',
    text: body,
    rating,
  };
}

const presentWritten = ({ text, done, entries }: StoredWritten): AnswerContent['written'] => ({
  text,
  done,
  entries: entries.map(({ number, id, question }) => ({ number, id, question })),
});

const presentCounter = ({ place, hall: { name, nameEn, address, week } }: StoredCounter, language: Language): AnswerContent['counter'] => ({
  place,
  hall: {
    name: nameIn(language, name, nameEn),
    address,
    hours: openingHoursOf(week).map(({ spans, ...days }) => ({ ...days, spans: spans.map(({ from, to }) => ({ from, to })) })),
  },
});

function lineOf({ data }: SpokenMessage, chat: ChatStand, references: ChatReferences, reader: ChatReader): ChatContent | null {
  const event = references.events.get(eventKey(chat.caseId, data['version']));
  if (event === undefined) return null;
  const { viewer, language, linkTo } = reader;
  const names = { stages: new Map(), papers: new Map(), numbers: new Map() };
  const as = { kind: viewer.kind, language, taxpayerName: chat.taxpayerName, linkTo, names };
  const told = presentSingle(kinds[chat.kind].events, event, references, as);
  if (told === null) return null;
  const id = event.actor_kind === 'officer' ? event.actor_id : event.data['officerId'];
  const officer = typeof id === 'string' ? references.officers.get(id) : undefined;
  return {
    type: 'line',
    event: told.type,
    data: {
      centre: nameIn(language, officer?.centre_name ?? null, officer?.centre_name_en ?? null) || null,
      ...told.data,
      ...(viewer.kind === 'officer' && { who: told.actor.name }),
    },
  };
}

export const presentMarks = (chat: ChatStand): ChatMarks => ({
  taxpayer: { delivered: chat.taxpayerDelivered, read: chat.taxpayerRead },
  officer: { delivered: chat.officerDelivered, read: chat.officerRead },
});

export const presentFloor = (chat: ChatStand, { viewer, language }: Pick<ChatReader, 'viewer' | 'language'>): ChatFloor => ({
  epoch: chat.epoch,
  mayWrite: viewer.kind === 'taxpayer' ? chat.taxpayer : chat.officerId === viewer.id || chat.joinedId === viewer.id,
  robot: chat.robot,
  officer: viewer.kind === 'officer' ? chat.officerName : nameIn(language, chat.officerCentre, chat.officerCentreEn) || null,
});
