/** What editors learn from questions that the knowledge did not serve well. A rating changes nothing by itself: an editor decides. */
import { audit } from '../../../db/audit.ts';
import { collectFeedback } from '../../../db/knowledge/collect-feedback.ts';
import { addWording, beginTask, decideFeedback, openFeedback, questionsOf, type OpenFeedback } from '../../../db/knowledge/feedback.ts';
import type { EntryDraft } from '../../../domain/knowledge.ts';
import { feedbackSignals } from '../../../domain/knowledge-feedback.ts';
import { groupsByLikeness } from '../../../domain/likeness-groups.ts';
import { knowledgeRoles } from '../../../domain/policies.ts';
import { decisionAnswer, decisionBody, feedbackAnswer, feedbackQuery, type KnowledgeFeedback } from '../../api/knowledge-feedback.ts';
import type { Deps } from '../deps.ts';
import { defineRoute } from '../http/define-route.ts';
import { Fault } from '../http/fault.ts';

const shared = { tag: 'Knowledge', access: 'officer', roles: knowledgeRoles } as const;
/** From this likeness on, questions are one matter. */
const sameMatter = 0.5;
/** Groups that a question is compared with, texts that a group shows, and entries that are suggested. */
const bounds = { groups: 60, texts: 10, entries: 5, found: 3 } as const;

type Group = KnowledgeFeedback['groups'][number];

const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/api/knowledge/feedback',
  summary: 'Questions that the knowledge did not serve well, grouped by likeness, the newest first',
  limit: 'read',
  query: feedbackQuery,
  answers: { 200: feedbackAnswer },
  handler: async ({ viewer, query: { signal } }, deps) => {
    await collectFeedback(deps.knex, viewer.regionId);
    const { rows, total } = await openFeedback(deps.knex, viewer.regionId, signal);
    const groups = groupsByLikeness(rows, ({ text }) => text, sameMatter, bounds.groups);
    const named = rows.flatMap(({ entryId, chosenId }) => [entryId, chosenId]).filter((id) => id !== null);
    const questions = await questionsOf(deps.knex, viewer.regionId, named);
    return {
      status: 200,
      body: { groups: await Promise.all(groups.map((group) => present(group, questions, viewer.regionId, deps))), total },
    };
  },
});

async function present(
  group: readonly OpenFeedback[],
  questions: ReadonlyMap<string, string>,
  regionId: string,
  { robot }: Deps,
): Promise<Group> {
  const texts = [...new Set(group.map(({ text }) => text))];
  const found = await robot.search(texts[0] ?? '', { regionId, audience: null, now: Date.now() }, bounds.found);
  const entries = new Map<string, Group['entries'][number]>();
  const add = (part: 'chosen' | 'given' | 'found', id: string | null, question: string | undefined): void => {
    if (id !== null && question !== undefined && !entries.has(id)) entries.set(id, { id, question, part });
  };
  for (const { chosenId } of group) add('chosen', chosenId, questions.get(chosenId ?? ''));
  for (const { entryId } of group) add('given', entryId, questions.get(entryId ?? ''));
  for (const { id, question } of found) add('found', id, question);
  return {
    texts: texts.slice(0, bounds.texts),
    items: group.map(({ caseId, seq }) => ({ caseId, seq })),
    signals: feedbackSignals
      .map((signal) => ({ signal, count: group.filter((item) => item.signal === signal).length }))
      .filter(({ count }) => count > 0),
    entries: [...entries.values()].slice(0, bounds.entries),
    lastAt: new Date(Math.max(...group.map(({ at }) => at.getTime()))).toISOString(),
  };
}

const decide = defineRoute({
  ...shared,
  method: 'post',
  path: '/api/knowledge/feedback/decisions',
  summary: 'Settle questions: add a wording to an entry, begin an entry, mark them as out of scope, or dismiss them',
  limit: 'command',
  body: decisionBody,
  answers: { 200: decisionAnswer },
  faults: ['not-found', 'wordings-too-many', 'entry-id-taken'],
  handler: async ({ viewer, body, requestId }, { knex }) => {
    const { regionId, id: officerId } = viewer;
    const entryId = 'entryId' in body ? body.entryId : null;
    const settled = await knex.transaction(async (trx) => {
      if (body.decision === 'wording') {
        const added = await addWording(trx, { regionId, entryId: body.entryId }, body.text, officerId);
        if (added === 'unknown') throw new Fault('not-found');
        if (added === 'full') throw new Fault('wordings-too-many');
      }
      if (body.decision === 'task' && !(await beginTask(trx, { regionId, entryId: body.entryId }, emptyEntry(body.text), officerId)))
        throw new Fault('entry-id-taken');
      const { decision } = body;
      const count = await decideFeedback(trx, regionId, body.items, { decision, entryId, officerId });
      const entry = {
        actor: viewer,
        regionId,
        action: decision,
        objectKind: 'knowledge-feedback',
        objectId: entryId ?? regionId,
        requestId,
      };
      await audit(trx, { ...entry, detail: { settled: count } });
      return count;
    });
    return { status: 200, body: { decision: body.decision, settled } };
  },
});

/** A draft that holds nothing but the question; its author writes the rest before it can be submitted. */
const emptyEntry = (question: string): EntryDraft => ({
  topic: '',
  question,
  answer: '',
  keywords: [],
  audience: ['both'],
  counterOnly: false,
  whereToGo: null,
  inScope: true,
  verified: false,
  note: null,
  sources: [],
  related: [],
  validFrom: null,
  validTo: null,
  wordings: [],
});

export const knowledgeFeedbackRoutes = [list, decide];
