/** The officer's conversations on all officers' pages: the list, the number in the bar, and the calls. */
import { goto } from '$app/navigation';
import { follow, spreadOf, topicName } from '#lib/api/live.svelte.ts';
import type { LiveNews } from '#lib/api/live.svelte.ts';
import { problemOf } from '#lib/api/problem.ts';
import type { Problem } from '#lib/api/problem.ts';
import { ask } from '#lib/desk/shell/ask.ts';
import { calmly } from '#lib/desk/lists/calm.ts';
import { worklistTopic } from '#lib/desk/shell/officer-topics.ts';
import { noteStatus, officer } from '#lib/desk/shell/session.svelte.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskConversations } from '../../../../../api/conversation/desk.ts';
import { callsOf, waitingFor } from './calls.ts';
import type { Call } from './calls.ts';
import { lastWords } from './last-words.ts';
import { oneVoice } from './one-voice.ts';
import type { OneVoice } from './one-voice.ts';
import { notify, ring, watchRinging } from './ringing.svelte.ts';

export const conversationsHref = '/desk/conversations';
export const conversationHref = (id: string): string => `${conversationsHref}/${id}`;

const everyMs = 500;
/** Without news the list is read again, for offers lapse by themselves. */
const sweepMs = 30_000;

let list = $state.raw<DeskConversations>();
let problem = $state.raw<Problem>();
let wish: () => void = () => undefined;
let voice: OneVoice | undefined;

export const deskConversations = {
  /** Undefined until loaded. */
  get now(): DeskConversations | undefined {
    return list;
  },
  get problem(): Problem | undefined {
    return problem;
  },
  /** Offers and unread messages. */
  get waitingFor(): number {
    return list === undefined ? 0 : waitingFor(list);
  },
  /** Reads the list again after an action of the officer. */
  again: (): void => {
    wish();
  },
  /** Notes that the officer has seen what mentions them in a conversation. It is repeated with the next reading when it fails. */
  see: (caseId: string): void => {
    ask(`/api/desk/conversations/${caseId}/mentions/seen`, { method: 'PUT' }).then(wish, () => undefined);
  },
  /** Tells all tabs which conversation is in view; null for none. */
  show: (caseId: string | null): void => {
    voice?.show(caseId);
  },
};

const bodyOf = (called: Call): string => {
  switch (called.type) {
    case 'offer':
      return t('conversation:desk.call.offerBody', { type: called.conversation.type.name });
    case 'words':
      return lastWords(called.conversation);
    case 'mention':
      return called.conversation.excerpt;
    case 'support':
      return called.conversation.officer.name;
  }
};
const call = (called: Call): void => {
  const { type, conversation } = called;
  const { id, taxpayer } = conversation;
  if (voice?.rings() !== true || voice.isInView(id)) return;
  ring(type === 'offer' ? 'offer' : 'words');
  notify(t(`conversation:desk.call.${type}`, { name: taxpayer }), bodyOf(called), id, () => {
    void goto(conversationHref(id));
  });
};

/** Keeps the list up to date and calls the officer; returns how to stop. */
export const followConversations = (): (() => void) => {
  list = problem = undefined;
  let chats: readonly { readonly id: string; readonly stop: () => void }[] = [];

  const followChats = (wanted: readonly { readonly id: string }[]): void => {
    const before = chats;
    chats = wanted.map(({ id }) => before.find((each) => each.id === id) ?? { id, stop: follow(topicName('chat', id), reading.wish) });
    for (const each of before) if (!chats.includes(each)) each.stop();
  };
  const reading = calmly(() => {
    ask<DeskConversations>('/api/desk/conversations', { retries: 1 }).then(
      (now) => {
        const calls = callsOf(list, now);
        list = now;
        problem = undefined;
        noteStatus(now.status, now.statusReason);
        followChats([...now.own.filter(({ status }) => status === 'active'), ...now.joined]);
        for (const each of calls) call(each);
      },
      (error: unknown) => {
        problem = problemOf(error);
      },
    );
  }, everyMs);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const hear = (news: LiveNews): void => {
    if (news.type === 'event' && news.kind === 'worklist' && !concerns(news.body.changes)) return;
    clearTimeout(soon);
    soon = setTimeout(reading.wish, Math.min(spreadOf(news), everyMs));
  };
  const stops = worklistTopic().map((topic) => follow(topic, hear));
  const sweep = setInterval(reading.wish, sweepMs);
  addEventListener('focus', reading.wish);
  const person = officer.id;
  voice = person === undefined ? undefined : oneVoice(person);
  const stopWatching = watchRinging();
  wish = reading.wish;
  reading.wish();
  return () => {
    wish = () => undefined;
    for (const stop of stops) stop();
    for (const { stop } of chats) stop();
    clearTimeout(soon);
    clearInterval(sweep);
    removeEventListener('focus', reading.wish);
    reading.stop();
    stopWatching();
    voice?.stop();
    voice = undefined;
  };
};

/** True when a change may be one of a conversation: such a case, or one that left the worklist. */
const concerns = (changes: readonly { readonly standing: { readonly kind: string } | null }[]): boolean =>
  changes.some(({ standing }) => standing === null || standing.kind === 'conversation');
