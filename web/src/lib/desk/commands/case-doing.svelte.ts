/** Sends commands for the open case, and reports the result. */
import { following } from '#lib/api/following.svelte.ts';
import { Problem } from '#lib/api/problem.ts';
import { t } from '#lib/i18n.svelte.ts';
import { instant, peopleTime } from '#lib/time.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import type { CaseKind } from '../../../../../domain/case.ts';
import type { StoryEvent } from '../../../../api/cases.ts';
import type { Case } from '../../../../api/kinds.ts';
import { ask, signedIn } from '#lib/desk/shell/ask.ts';
import { sendCommand } from '#lib/api/command.ts';
import type { CommandOf } from '#lib/api/command.ts';
import { storySentence } from '#lib/desk/case/story-words.ts';

/** `taken`: accepted, image not written yet; `refused`: another change came first, and the page says who made it. */
type DoingResult = 'done' | 'taken' | 'refused';

interface DoingNotice {
  readonly tone: 'info' | 'warn';
  readonly text: string;
}

export interface CaseDoing {
  readonly notice: DoingNotice | undefined;
  readonly dismiss: () => void;
  /** True when a command was sent from this page: a case that then disappears was moved by it. */
  readonly acted: boolean;
  /**
   * @param said message on success
   * @throws Problem for everything except the refusal of a rule
   */
  readonly run: (command: CommandOf<CaseKind>, key: string, said: string) => Promise<DoingResult>;
}

const refusedStatus = 409;

/** The fields of a case that commands need. */
export interface ShownCase extends Pick<Case, 'id' | 'kind'> {
  readonly version?: number;
}

/**
 * Call during component setup.
 * @param shown the case on the page
 * @param me id of the officer
 * @param refresh fetches the case again
 */
export const caseDoing = (shown: () => ShownCase | undefined, me: () => string | undefined, refresh: () => void): CaseDoing => {
  let notice = $state.raw<DoingNotice>();
  let acted = $state(false);
  const taken = following(shown, refresh);

  const tellRefusal = async (caseId: string, problem: Problem): Promise<void> => {
    const last = await newest(caseId);
    refresh();
    notice = {
      tone: 'warn',
      text:
        last === undefined || last.event.actor.id === me() ? t('desk:refused', { sentence: problem.message }) : refusedBy(last, problem),
    };
  };

  return {
    get notice() {
      return notice ?? (taken.waiting ? { tone: 'info' as const, text: t('takenHint') } : undefined);
    },
    get acted() {
      return acted;
    },
    dismiss: () => {
      notice = undefined;
      taken.stop();
    },
    run: async (command, key, said) => {
      const theCase = shown();
      if (theCase === undefined) return 'refused';
      notice = undefined;
      try {
        const { answer, taken: late } = await signedIn(sendCommand<CaseKind>(theCase, command, key));
        acted = true;
        if (late) taken.begin(answer.version);
        toast(late ? t('taken') : said, late ? 'plain' : 'good');
        return late ? 'taken' : 'done';
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== refusedStatus) throw error;
        await tellRefusal(theCase.id, error);
        return 'refused';
      } finally {
        refresh();
      }
    },
  };
};

interface Newest extends Pick<Case, 'kind'> {
  readonly event: StoryEvent;
}

/** Last event of a case; undefined when the case can no longer be read. */
const newest = async (caseId: string): Promise<Newest | undefined> => {
  try {
    const { kind, story } = await ask<Case>(`/api/cases/${caseId}`);
    const event = story.at(-1);
    return event && { kind, event };
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
};

const refusedBy = ({ kind, event }: Newest, problem: Problem): string =>
  `${problem.message} ${t('desk:refusedBy', { time: peopleTime(instant(event.at), Date.now()), what: storySentence(kind, event) })}`;
