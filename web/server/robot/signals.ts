/** Words by which an officer is asked for, tried out before they count (C1). */
import { setImmediate } from 'node:timers/promises';

import { recentTexts } from '../../../db/chat/recent-texts.ts';
import { settingsOf } from '../../../db/settings.ts';
import { withoutNumbers } from '../../../domain/input/mask.ts';
import { signalsIn, type Signal, type SignalWords } from '../../../robot/signals.ts';
import { signalTrialAnswer, signalTrialBody, type SignalTrial } from '../../api/signals.ts';
import { defineRoute } from '../http/define-route.ts';

const days = 7;
const mostTexts = 5_000;
const mostListed = 50;
/** Texts that are read at a stretch, a few milliseconds. */
const betweenTurns = 100;

type Week = SignalTrial['week'];
type Trial = { text: string; before: Signal | null; after: Signal | null };

const trial = defineRoute({
  method: 'post',
  path: '/api/robot/signals',
  tag: 'Robot',
  summary: 'What would be taken for a signal by words that are not saved yet, in sentences and in the conversations of the last week',
  access: 'officer',
  roles: ['administrator'],
  limit: 'command',
  body: signalTrialBody,
  answers: { 200: signalTrialAnswer },
  handler: async ({ viewer: { regionId }, body: { words, sentences } }, { knex }) => {
    const settings = await settingsOf(knex, regionId);
    const inForce: SignalWords = {
      transfer: settings['conversation.transferWords'],
      mood: settings['conversation.moodWords'],
      intent: settings['conversation.intentWords'],
    };
    const tried = (text: string): Trial => ({ text, before: signalsIn(text, inForce), after: signalsIn(text, words) });
    const texts = await recentTexts(knex, regionId, days, mostTexts + 1);
    const week: (Trial & { caseId: string })[] = [];
    for (const [at, { caseId, text }] of texts.slice(0, mostTexts).entries()) {
      if (at % betweenTurns === betweenTurns - 1) await setImmediate();
      week.push({ caseId, ...tried(text) });
    }
    const changed = week.filter(isChanged);
    return {
      status: 200,
      body: {
        sentences: sentences.map(tried),
        week: {
          texts: week.length,
          all: texts.length <= mostTexts,
          before: countsOf(week, 'before'),
          after: countsOf(week, 'after'),
          changed: changed.length,
          changes: changed.slice(0, mostListed).map(({ text, ...others }) => ({ ...others, text: withoutNumbers(text) })),
        },
      },
    };
  },
});

/** The same signal by another word is no change. */
const isChanged = ({ before, after }: Trial): boolean => before?.signal !== after?.signal;

/** Conversations in which each signal was recognised. */
function countsOf(week: readonly (Trial & { caseId: string })[], when: 'before' | 'after'): Week['before'] {
  const count = (signal: Signal['signal']): number =>
    new Set(week.filter((each) => each[when]?.signal === signal).map(({ caseId }) => caseId)).size;
  return { keyword: count('keyword'), mood: count('mood'), intent: count('intent') };
}

export const signalRoutes = [trial];
