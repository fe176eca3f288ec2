/**
 * The taxpayer's conversation as the window holds it: the one that goes on, or the next one, which begins with its first message; and the
 * chats of those before, newest first fetched.
 */
import { untrack } from 'svelte';
import type { z } from 'zod';
import type { CurrentConversation, ownConversationsAnswer } from '../../../../../api/conversation/conversation.ts';
import type { Case, CaseOf, CommandBody } from '../../../../../api/kinds.ts';
import { createAttempt } from '#lib/api/attempt.svelte.ts';
import type { Attempt } from '#lib/api/attempt.svelte.ts';
import { beginCase, sendCommand } from '#lib/api/command.ts';
import type { CommandOf } from '#lib/api/command.ts';
import { topicName } from '#lib/api/live.svelte.ts';
import { problemOf } from '#lib/api/problem.ts';
import { request } from '#lib/api/request.ts';
import { resource } from '#lib/api/resource.svelte.ts';
import { Chat } from '#lib/chat/chat.svelte.ts';
import type { Sending } from '#lib/chat/outbox.ts';
import { remember, remembered } from '#lib/memory.ts';
import { uuid } from '#lib/uuid.ts';
import { ownTopic } from '#lib/window/own-topic.ts';

type OwnConversations = z.infer<typeof ownConversationsAnswer>;
type Found = CaseOf<'conversation'>;

export interface Talk {
  /** Undefined until it is known whether one goes on. */
  readonly chat: Chat | undefined;
  readonly current: CurrentConversation | undefined;
  /** Reason why the window cannot begin. */
  readonly error: unknown;
  /** The case of the chat; undefined while it has not begun. */
  readonly found: Found | undefined;
  /** True when the shown conversation has ended. */
  readonly ended: boolean;
  /** Chats before, oldest first. */
  readonly before: readonly Chat[];
  /** Loads the chat before those; undefined when there is none. */
  readonly onbefore: (() => Promise<void>) | undefined;
  readonly attempt: Attempt;
  readonly send: (sending: Sending) => void;
  /** Asks for an officer, and begins the conversation if needed. Resolves to true on success. */
  readonly askOfficer: (typeId: string | null) => Promise<boolean>;
  readonly command: (command: CommandOf<'conversation'>) => Promise<boolean>;
  readonly rate: (body: CommandBody<'conversation', 'rate'>, key: string) => ReturnType<typeof sendCommand>;
  readonly refresh: () => void;
}

const listSize = 20;
/** The place in the queue changes without an event of this case. */
const queueLookMs = 10_000;
const currentLookMs = 60_000;

/** Call during component setup. @param owner id of the identity */
export const createTalk = (owner: string): Talk => {
  let chat = $state.raw<Chat>();
  let before = $state.raw<readonly Chat[]>([]);
  let beforeLeft = $state(true);
  const attempt = createAttempt();

  const current = resource(
    (signal) => request<CurrentConversation>('/api/conversations/current', { signal }),
    () => [ownTopic()],
    2_000,
  );

  /** The next conversation keeps its id through a reload, so that what was being sent begins no second one. */
  const nextName = `conversation.next.${owner}`;
  const nextChat = (): Chat => {
    const id = remembered(nextName) ?? uuid();
    remember(nextName, id);
    return new Chat(id, owner, () => begin(id));
  };

  const begin = async (id: string): Promise<void> => {
    try {
      await beginCase('/api/conversations', id, {});
    } catch (error) {
      const problem = problemOf(error);
      const running = problem.details['id'];
      if (problem.is('conversation-running') && running !== undefined && running !== id) goOnIn(running);
      throw problem;
    }
    remember(nextName, null);
    current.refresh();
  };

  /** Another tab has begun one: what was written is sent there. */
  const goOnIn = (id: string): void => {
    const written = chat?.queue.take() ?? [];
    remember(nextName, null);
    chat = new Chat(id, owner);
    chat.queue.adopt(written);
  };

  const shownId = $derived(chat?.begun === true ? chat.caseId : undefined);
  const detail = resource(
    (signal) => (shownId === undefined ? Promise.resolve(undefined) : request<Case>(`/api/cases/${shownId}`, { signal })),
    () => (shownId === undefined ? [] : [topicName('case', shownId)]),
  );
  const found = $derived(
    detail.data !== undefined && detail.data.id === shownId && detail.data.kind === 'conversation' ? detail.data : undefined,
  );
  const ended = $derived(found?.status === 'ended' || found?.status === 'rated');
  const waits = $derived(found?.status === 'queued' || found?.status === 'offered');

  $effect(() => {
    const running = current.data?.conversation ?? null;
    if (current.data === undefined) return;
    untrack(() => {
      if (chat === undefined) chat = running === null ? nextChat() : new Chat(running.id, owner);
      // Begun in another tab, while nothing has been said here.
      else if (running !== null && !chat.begun && chat.queue.items.length === 0) goOnIn(running.id);
    });
  });
  $effect(() => {
    const followed = chat;
    return followed === undefined ? undefined : untrack(() => followed.start());
  });
  $effect(() => {
    if (!waits) return undefined;
    const timer = setInterval(detail.refresh, queueLookMs);
    return () => {
      clearInterval(timer);
    };
  });
  $effect(() => {
    const timer = setInterval(current.refresh, currentLookMs);
    return () => {
      clearInterval(timer);
    };
  });

  /** The page offers nothing before the chat is known, so nothing that a person does is dropped in silence. @throws Error before that */
  const known = (): Chat => {
    if (chat === undefined) throw new Error('no chat yet');
    return chat;
  };

  /** The ended conversation stays above; the next one begins below it. */
  const startNext = (): Chat => {
    if (chat !== undefined) before = [...before, chat];
    chat = nextChat();
    return chat;
  };

  // A text written to a conversation that had just ended is put as a new question.
  $effect(() => {
    if (!ended || chat === undefined || chat.queue.items.length === 0) return;
    untrack(() => {
      const written = chat?.queue.take() ?? [];
      startNext().queue.adopt(written);
    });
  });

  const refresh = (): void => {
    detail.refresh();
    current.refresh();
  };

  const command = async (wanted: CommandOf<'conversation'>): Promise<boolean> => {
    const done = await attempt.run([shownId, wanted], async ({ key }) => {
      const on = known();
      await on.ensureBegun();
      await sendCommand({ kind: 'conversation', id: on.caseId }, wanted, key);
    });
    refresh();
    return done;
  };

  const loadBefore = async (): Promise<void> => {
    const known = [...before, ...(chat === undefined ? [] : [chat])].map(({ caseId }) => caseId);
    const page = Math.floor(before.length / listSize) + 1;
    const answer = await request<OwnConversations>('/api/conversations', { query: { page, size: listSize } });
    const next = answer.items.find(({ id }) => !known.includes(id));
    if (next === undefined) {
      beforeLeft = page * listSize < answer.total;
      return;
    }
    const past = new Chat(next.id, owner);
    await past.look();
    before = [past, ...before];
    beforeLeft = before.length + (chat?.begun === true ? 1 : 0) < answer.total;
  };
  // A first look tells whether there is anything to load.
  void request<OwnConversations>('/api/conversations', { query: { page: 1, size: 2 } }).then(
    ({ items }) => {
      beforeLeft = items.some(({ id }) => id !== chat?.caseId);
    },
    // Left open: the button then says what is wrong.
    () => undefined,
  );

  return {
    get chat() {
      return chat;
    },
    get current() {
      return current.data;
    },
    get error() {
      return current.data === undefined ? current.error : undefined;
    },
    get found() {
      return found;
    },
    get ended() {
      return ended;
    },
    get before() {
      return before;
    },
    get onbefore() {
      return beforeLeft ? loadBefore : undefined;
    },
    attempt,
    send: (sending) => {
      (ended ? startNext() : known()).send(sending);
    },
    askOfficer: async (typeId) => {
      if (ended) startNext();
      try {
        return await command({ type: 'requestOfficer', body: { cause: 'button', typeId } });
      } finally {
        refresh();
      }
    },
    command,
    rate: (body, key) => sendCommand({ kind: 'conversation', id: shownId ?? '' }, { type: 'rate', body }, key),
    refresh,
  };
};
