/**
 * Answers in the words of a language model (B12), where the operator has set one.
 *
 * 1. The robot's answer is stored first. What the model writes comes beside it, sentence by sentence, and nothing waits for it.
 * 2. A sentence is told when the entries say what it says (`domain/written-answer.ts`). The first that they do not, and every failure of the
 *    model, takes back what was told of the text.
 * 3. A text of which a process that has died has told a part is not shown any more some time later (`presenter.ts`).
 */
import type { ChatStand } from '../../../db/chat/read.ts';
import type { StoredMessage } from '../../../db/chat/messages.ts';
import { writeBeside, type StoredWritten } from '../../../db/chat/written.ts';
import { lengthOf } from '../../../domain/input/text.ts';
import { longestWritten, namedIn, unsupportedIn, wholeSentencesOf } from '../../../domain/written-answer.ts';
import { LanguageModelFailure, sourceTexts, type LanguageModel, type SourceEntry } from '../../../robot/language-model/language-model.ts';
import type { Deps } from '../deps.ts';

export interface Writing {
  /** Begins to write beside the answer to a text; nothing happens without a model. */
  begin(chat: ChatStand, text: Pick<StoredMessage, 'seq' | 'body'>, entries: readonly SourceEntry[]): void;
  stop(): Promise<void>;
}

/** Followers of a chat are told of new sentences so often. */
const tellEveryMs = 400;

/** Why a text was dropped. The words themselves appear nowhere. */
class Dropped extends Error {
  readonly kind: 'unsupported' | 'no-entry-named' | 'too-long' | 'answer-gone';
  constructor(kind: Dropped['kind']) {
    super(kind);
    this.kind = kind;
  }
}

/** Returns the model's part in chats. */
export function createWriting({ knex, log, chats, languageModel }: Pick<Deps, 'knex' | 'log' | 'chats' | 'languageModel'>): Writing {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const tell = async (caseId: string, answers: number, written: StoredWritten | null): Promise<void> => {
    const seq = await writeBeside(knex, caseId, answers, written);
    if (seq === null) throw new Dropped('answer-gone');
    chats.changed(caseId, seq);
  };

  async function write(
    model: LanguageModel,
    caseId: string,
    { seq, body }: Pick<StoredMessage, 'seq' | 'body'>,
    entries: readonly SourceEntry[],
  ) {
    let told = false;
    try {
      for await (const written of sentences(model, body, entries, stopping.signal)) {
        told = true;
        await tell(caseId, seq, written);
      }
    } catch (error) {
      const known = error instanceof LanguageModelFailure || error instanceof Dropped;
      log.warn({ caseId, ...(known ? { kind: error.kind } : { err: error }) }, 'what the language model wrote is not told');
      if (told) await tell(caseId, seq, null);
    }
  }

  return {
    begin({ caseId }, text, entries) {
      if (languageModel === null || stopping.signal.aborted) return;
      const work = write(languageModel, caseId, text, entries)
        .catch((error: unknown) => {
          log.warn({ err: error, caseId }, 'a part of what the language model wrote is not taken back');
        })
        .finally(() => underWay.delete(work));
      underWay.add(work);
    },
    async stop() {
      stopping.abort();
      await Promise.all(underWay);
    },
  };
}

/** Yields the text as far as it can be told, and at last the whole of it. @throws Dropped (rule 2), LanguageModelFailure */
async function* sentences(
  model: LanguageModel,
  question: string,
  entries: readonly SourceEntry[],
  cancelled: AbortSignal,
): AsyncGenerator<StoredWritten> {
  const texts = sourceTexts(entries);
  const checked = (text: string, done: boolean): StoredWritten => {
    if (unsupportedIn(text, texts) !== null) throw new Dropped('unsupported');
    const named = namedIn(text).flatMap((number) => {
      const entry = entries[number - 1];
      return entry === undefined ? [] : [{ number, id: entry.id, version: entry.version, question: entry.question }];
    });
    if (done && named.length === 0) throw new Dropped('no-entry-named');
    return { text, done, entries: named };
  };
  let text = '';
  let told = '';
  let toldAt = 0;
  for await (const piece of model.write(question, entries, cancelled)) {
    text += piece;
    if (lengthOf(text) > longestWritten) throw new Dropped('too-long');
    const whole = wholeSentencesOf(text).trim();
    // Until it names an entry it may be a text that says that none answers.
    if (whole === told || namedIn(whole).length === 0 || performance.now() - toldAt < tellEveryMs) continue;
    yield checked(whole, false);
    [told, toldAt] = [whole, performance.now()];
  }
  yield checked(text.trim(), true);
}
