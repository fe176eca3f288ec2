/** A work order's own part of its page: stages, fields, papers, and what may be done about it when. */
import type { OrderGround } from '../../../db/order-ground.ts';
import type { CaseEvent, Upload } from '../../../db/models/index.ts';
import type { LoadedCase, Story } from '../../../db/story.ts';
import type { HandedIn, Verdict } from '../../../domain/papers.ts';
import { decide } from '../../../domain/work-order/decide.ts';
import { isOpen, type WorkOrderState } from '../../../domain/work-order/order.ts';
import type { Attachment } from '../../api/common.ts';
import type { OrderPaper, OrderPart, OrderStage } from '../../api/order-part.ts';
import type { Language } from '../../i18n/index.ts';
import { policyToAsk } from '../order-policy.ts';
import { presentAttachment } from './attachments.ts';
import { nameIn } from './names.ts';
import { stageKeyOf } from './stage-key.ts';

export interface OrderReading {
  forOfficers: boolean;
  language: Language;
  linkTo: (uploadId: string) => string;
  /** Epoch milliseconds. */
  now: number;
}

export function presentOrder(row: LoadedCase, state: WorkOrderState, ground: OrderGround, story: Story, reading: OrderReading): OrderPart {
  const { definition, members, fields } = ground;
  const { forOfficers, language } = reading;
  const named = ({ key, name, nameEn }: { key: string; name: string; nameEn: string }) => ({ key, name: nameIn(language, name, nameEn) });
  const filled = new Map(Object.entries(fields));
  const here = definition.stages[state.stage];
  const evaluating = !isOpen(state) && state.clock?.purpose === 'evaluation' ? state.clock.dueAt : null;
  return {
    typeVersion: state.typeVersion,
    priority: state.priority,
    stages: stagesOf(row, state, ground, story.events, reading),
    fields: definition.fields.flatMap((spec) => (filled.get(spec.key) ? [{ ...named(spec), value: filled.get(spec.key) ?? '' }] : [])),
    papers: papersOf(state, ground, story, reading),
    urges: state.urges,
    nextUrgeAt: nextUrgeAt(state, ground, reading.now),
    rateUntil: evaluating === null ? null : new Date(evaluating).toISOString(),
    disputes: forOfficers ? state.disputes : 0,
    backTo: forOfficers && isOpen(state) ? definition.stages.filter(({ key }) => here?.backTo.includes(key)).map(named) : [],
    mayTerminate: here?.terminable ?? false,
    handlers: forOfficers ? members.map(({ id, name, on_duty }) => ({ id, name, onDuty: on_duty })) : [],
  };
}

function stagesOf(
  row: LoadedCase,
  state: WorkOrderState,
  { definition, groups }: OrderGround,
  events: readonly CaseEvent[],
  { forOfficers, language }: OrderReading,
): OrderStage[] {
  const entered = new Map(events.map(({ data, at }) => [stageKeyOf(data), at]));
  return definition.stages.map(({ key, name, nameEn, groupId }, i) => {
    const group = groups.get(groupId);
    const isHere = i === state.stage && state.status !== 'completed';
    const due = isHere && state.clock?.purpose === 'stage' ? state.clock.dueAt : null;
    const passed = i < state.stage || (i === state.stage && !isHere);
    return {
      key,
      name: nameIn(language, name, nameEn),
      state: isHere ? 'here' : passed ? 'passed' : 'ahead',
      enteredAt: i <= state.stage ? (entered.get(key)?.toISOString() ?? null) : null,
      dueAt: due === null ? null : new Date(due).toISOString(),
      group: nameIn(language, group?.name ?? null, group?.name_en ?? null),
      centre: nameIn(language, group?.centre_name ?? null, group?.centre_name_en ?? null),
      handler: forOfficers && isHere ? (row.assignee?.name ?? null) : null,
    };
  });
}

/** One handing in of a paper, with what became of it. */
interface Revision {
  revision: number;
  files: Attachment[];
  reason: string | null;
}

/** A taxpayer sees what counts now; officers also what was handed in before. */
function papersOf(
  state: WorkOrderState,
  { definition }: OrderGround,
  story: Story,
  { forOfficers, language, linkTo }: OrderReading,
): OrderPaper[] {
  const uploads = new Map([...story.uploads.values()].flat().map((upload) => [upload.id, upload]));
  return state.papers.map(({ key, required, status, revision }) => {
    const spec = definition.papers.find((paper) => paper.key === key);
    const revisions = revisionsOf(key, story, uploads, linkTo);
    const latest = revisions.at(-1);
    return {
      key,
      name: spec ? nameIn(language, spec.name, spec.nameEn) : key,
      required,
      status,
      revision,
      reason: status === 'returned' || status === 'waived' ? reasonFor(key, story) : null,
      files: latest?.files ?? [],
      earlier: forOfficers ? revisions.slice(0, -1) : [],
    };
  });
}

function revisionsOf(key: string, story: Story, uploads: ReadonlyMap<string, Upload>, linkTo: (id: string) => string): Revision[] {
  const revisions: Revision[] = [];
  for (const { type, data } of story.events) {
    if (type === 'supplemented') {
      const handed = (data['papers'] as HandedIn[]).find((paper) => paper.key === key);
      const files = (handed?.uploadIds ?? []).map((id) => uploads.get(id)).filter((upload) => upload !== undefined);
      if (handed)
        revisions.push({ revision: revisions.length + 1, files: files.map((upload) => presentAttachment(upload, linkTo)), reason: null });
    }
    const last = revisions.at(-1);
    if (last && verdictOn(key, type, data) === 'returned') last.reason = textOf(data['reasonId'], story);
  }
  return revisions;
}

/** Why a paper was returned or need not come: what was said with that verdict, or when it was asked for anew. */
function reasonFor(key: string, story: Story): string | null {
  const event = story.events.findLast(({ type, data }) => {
    if (type === 'papers-asked') return (data['keys'] as string[]).includes(key);
    const verdict = verdictOn(key, type, data);
    return verdict === 'returned' || verdict === 'waived';
  });
  return event ? textOf(event.data[event.type === 'papers-asked' ? 'textId' : 'reasonId'], story) : null;
}

function verdictOn(key: string, type: string, data: Record<string, unknown>): Verdict['verdict'] | null {
  if (type !== 'papers-reviewed') return null;
  return (data['verdicts'] as Verdict[]).find((verdict) => verdict.key === key)?.verdict ?? null;
}

const textOf = (id: unknown, { texts }: Story): string | null => (typeof id === 'string' ? (texts.get(id)?.body ?? null) : null);

/** Asked of the rule itself. */
function nextUrgeAt(state: WorkOrderState, { definition, groups, urges }: OrderGround, now: number): string | null {
  const decision = decide(state, { kind: 'taxpayer', id: state.identityId }, { type: 'urge' }, policyToAsk(definition, groups, urges), now);
  return decision.ok || decision.refusal.code !== 'urge-limit' ? null : (decision.refusal.details?.['nextAt'] ?? null);
}
