/**
 * The robot's part in a chat.
 *
 * 1. It answers what is owed (`db/chat/owed.ts`): at once in the process that stored the text, and by a sweep of every process when that
 *    process has died. The sender does not wait for it.
 * 2. A text that asks for an officer, shows a mood or an intent that needs one, or follows too many rounds or unanswered questions, sends
 *    the request for an officer as the taxpayer. Its key is the text's client id, so that it is sent once.
 * 3. The robot goes on meanwhile. It says nothing where the request's line in the chat is the answer. When the request is refused where
 *    nothing else can be said, the robot tells the reason: a taxpayer always gets an answer.
 * 4. Once an answer to a question in people's own words is stored, a language model may word it (`writing.ts`).
 */
import { audit } from '../../../db/audit.ts';
import { insertMessage, isTwin, type StoredMessage } from '../../../db/chat/messages.ts';
import { byRobot, lastAnsweredEntry, longOwed, owedTo, roundsOf, settleOwed, type RobotWords, type Rounds } from '../../../db/chat/owed.ts';
import { chatOf, type ChatStand } from '../../../db/chat/read.ts';
import { noteAsked } from '../../../db/knowledge/suggestions.ts';
import { Case } from '../../../db/models/index.ts';
import { settingsOf } from '../../../db/settings.ts';
import { idFrom } from '../../../db/text-ids.ts';
import type { Refusal } from '../../../domain/case.ts';
import type { TransferCause } from '../../../domain/chat.ts';
import type { Settings } from '../../../domain/settings.ts';
import type { KnowledgeEntry, RobotAnswer } from '../../../robot/robot.ts';
import { signalsIn } from '../../../robot/signals.ts';
import { endedRefusalOf, type ServerKinds } from '../cases/server-kind.ts';
import type { Deps } from '../deps.ts';
import { answerOf } from '../http/errors.ts';
import { outageOf } from '../http/outage.ts';
import { CaseEnded } from '../temporal/gateway.ts';
import { answerWith, choicesOf, contextOf } from './knowledge.ts';
import type { StoredNone } from './presenter.ts';
import type { ChatAnswers } from './services.ts';
import { createWriting, type Writing } from './writing.ts';

export interface RunningAnswers extends ChatAnswers {
  /** Answers what processes that have died still owed. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export interface AnswerTimes {
  sweepEveryMs: number;
  /** Time for which an answer is left to the process that stored the text. */
  leftMs: number;
}
const usualTimes: AnswerTimes = { sweepEveryMs: 3_000, leftMs: 3_000 };
const mostSwept = 50;

export function createAnswers(deps: Deps, kinds: ServerKinds, { sweepEveryMs, leftMs }: AnswerTimes = usualTimes): RunningAnswers {
  const writing = createWriting(deps);
  /** Work on one chat is done in turn. */
  const turns = new Map<string, Promise<void>>();
  const inTurn = (caseId: string, work: () => Promise<void>): Promise<void> => {
    const turn = (turns.get(caseId) ?? Promise.resolve())
      .then(work)
      .catch((error: unknown) => {
        deps.log.warn({ err: error, caseId }, 'an answer of the robot waits for the next round');
      })
      .finally(() => {
        if (turns.get(caseId) === turn) turns.delete(caseId);
      });
    turns.set(caseId, turn);
    return turn;
  };
  const answer = (caseId: string): Promise<void> => inTurn(caseId, () => answerAll(caseId, writing, deps, kinds));
  const sweep = async (): Promise<void> => {
    for (const caseId of await longOwed(deps.knex, leftMs, mostSwept)) await answer(caseId);
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => {
      deps.log.warn({ err: error }, 'answers of the robot wait for the next round');
    });
  }, sweepEveryMs);
  timer.unref();
  return {
    owed(caseId) {
      void answer(caseId);
    },
    foundUseless(caseId, seq) {
      void inTurn(caseId, () => onUseless(caseId, seq, deps, kinds));
    },
    sweep,
    async stop() {
      clearInterval(timer);
      await Promise.all(turns.values());
      await writing.stop();
    },
  };
}

async function answerAll(caseId: string, writing: Writing, deps: Deps, kinds: ServerKinds): Promise<void> {
  for (;;) {
    const [chat, text] = await Promise.all([chatOf(deps.knex, caseId), owedTo(deps.knex, caseId)]);
    if (chat === undefined || text === undefined) return;
    const { words, sources } = chat.robot && text.recalledAt === null ? await wordsFor(chat, text, deps, kinds) : silent;
    try {
      if (await settleOwed(deps.knex, caseId, text.seq, words)) {
        deps.chats.changed(caseId);
        if (sources.length > 0) writing.begin(chat, text, sources);
      }
      if (words?.type === 'answer') await noteAsked(deps.knex, chat.regionId, String(words.data.entryId), chat.identityRole);
    } catch (error) {
      // Another process has answered.
      if (!isTwin(error)) throw error;
    }
  }
}

/** What the robot says, and the entries from which a language model may word it. */
interface Said {
  words: RobotWords;
  sources: readonly KnowledgeEntry[];
}
const silent: Said = { words: null, sources: [] };

async function wordsFor(chat: ChatStand, text: StoredMessage, deps: Deps, kinds: ServerKinds): Promise<Said> {
  const [settings, rounds] = await Promise.all([settingsOf(deps.knex, chat.regionId, chat.centreId), roundsOf(deps.knex, chat.caseId)]);
  const signal = text.data.entryId === undefined ? signalsIn(text.body, wordsOf(settings)) : null;
  const clientId = idFrom(['answer', chat.caseId, text.seq]);
  if (signal?.signal === 'keyword') {
    const refusal = await requestOfficer(chat, 'keyword', text.clientId, deps, kinds);
    return refusal === null ? silent : { words: { clientId, ...noneFor(refusal) }, sources: [] };
  }
  const answer = await ask(chat, text, deps);
  const cause = signal?.signal ?? causeIn(rounds, answer, settings);
  const refusal = cause === null || rounds.waits ? undefined : await requestOfficer(chat, cause, text.clientId, deps, kinds);
  switch (answer.kind) {
    case 'answer':
      return {
        words: { clientId, ...(await answerWith(answer.entry, answer.related, chat, deps)) },
        // Who chooses an entry wants its own words.
        sources: text.data.entryId === undefined ? [answer.entry, ...answer.related] : [],
      };
    case 'reply':
      return { words: { clientId, ...(await answerWith(answer.entry, [], chat, deps)) }, sources: [] };
    case 'choices':
      return { words: { clientId, ...choicesOf(answer.entries) }, sources: [] };
    case 'none':
      return refusal === null ? silent : { words: { clientId, ...noneFor(refusal) }, sources: [] };
  }
}

const wordsOf = (settings: Settings) => ({
  transfer: settings['conversation.transferWords'],
  intent: settings['conversation.intentWords'],
  mood: settings['conversation.moodWords'],
});

/** Every so many rounds, so that somebody who has left the queue, or came out of hours, is not asked at every word. */
function causeIn({ answered, unanswered }: Rounds, { kind }: RobotAnswer, settings: Settings): TransferCause | null {
  if (kind === 'none' && (unanswered + 1) % settings['conversation.maxUnanswered'] === 0) return 'no-answer';
  return answered > 0 && answered % settings['conversation.maxRounds'] === 0 ? 'rounds' : null;
}

/** A robot that fails knows nothing; a database that is away is asked again later. */
async function ask(chat: ChatStand, { body, data }: StoredMessage, { knex, robot, log }: Deps): Promise<RobotAnswer> {
  try {
    if (data.entryId === undefined) {
      const formerEntryId = (await lastAnsweredEntry(knex, chat.caseId)) ?? undefined;
      return await robot.answer(body, { ...contextOf(chat), formerEntryId });
    }
    const entry = await robot.entry(data.entryId, contextOf(chat));
    return entry === null ? nothing : { kind: 'answer', entry, related: [], ranking: [] };
  } catch (error) {
    if (outageOf(error) !== null) throw error;
    log.error({ err: error }, 'the robot failed');
    return nothing;
  }
}

const nothing: RobotAnswer = { kind: 'none', ranking: [] };

async function onUseless(caseId: string, seq: number, deps: Deps, kinds: ServerKinds): Promise<void> {
  const chat = await chatOf(deps.knex, caseId);
  if (chat === undefined) return;
  const [settings, rounds] = await Promise.all([settingsOf(deps.knex, chat.regionId, chat.centreId), roundsOf(deps.knex, caseId)]);
  if (!chat.robot || rounds.waits || rounds.useless === 0 || rounds.useless % settings['conversation.maxUseless'] !== 0) return;
  const key = idFrom(['useless', caseId, seq]);
  const refusal = await requestOfficer(chat, 'useless', key, deps, kinds);
  if (refusal === null) return;
  const stored = await insertMessage(deps.knex, byRobot(caseId, chat.epoch, { clientId: key, ...noneFor(refusal) }));
  if (stored !== null) deps.chats.changed(caseId);
}

/** @param refusal undefined when nobody was asked for */
function noneFor(refusal: Refusal | undefined) {
  const data: StoredNone = refusal === undefined ? {} : { code: refusal.code, ...(refusal.details && { details: refusal.details }) };
  return { type: 'none' as const, body: '', data: { ...data } };
}

/**
 * Asks for an officer as the taxpayer, by the same checks as the route (rule 2).
 * @returns the reason for which nobody comes; null when the request is on its way
 */
async function requestOfficer(chat: ChatStand, cause: TransferCause, key: string, deps: Deps, kinds: ServerKinds): Promise<Refusal | null> {
  const kind = kinds[chat.kind];
  const command = kind.kind.chat?.request(cause);
  if (command === undefined) throw new Error(`a ${chat.kind} has no chat`);
  const image = await Case.query(deps.knex).findById(chat.caseId).throwIfNotFound();
  const actor = { kind: 'taxpayer', id: chat.identityId } as const;
  try {
    await kind.check(image, command, deps);
    const outcome = await deps.cases.command(chat.kind, chat.caseId, key, actor, command, idFrom(command));
    if (outcome.kind === 'refused') return outcome.refusal;
  } catch (error) {
    return refusalFrom(error, image, command);
  }
  const entry = { actor, regionId: chat.regionId, action: command.type, objectKind: 'case', objectId: chat.caseId, requestId: null };
  await audit(deps.knex, { ...entry, detail: { cause } });
  return null;
}

/** Whatever the route would answer is what the robot says. */
function refusalFrom(error: unknown, image: Case, command: { type: string }): Refusal {
  if (error instanceof CaseEnded) return endedRefusalOf(image, command);
  const { code, particulars } = answerOf(error);
  if (code === 'internal-error') throw error;
  return { code, ...(particulars.details && { details: particulars.details }) } as Refusal;
}
