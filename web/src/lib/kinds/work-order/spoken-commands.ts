/** Commands on an order that consist of a choice and a note: their words and their commands. */
import { listed, t } from '#lib/i18n.svelte.ts';
import type { OrderPart } from '../../../../api/work-order/part.ts';
import { handlerOptions } from './handlers.ts';
import type { CaseOf } from '../../../../api/kinds.ts';
import type { CommandOf } from '#lib/api/command.ts';
import { givenNote } from '#lib/desk/commands/filled.ts';
import type { Choice, Filled, Words } from '#lib/desk/commands/filled.ts';

export const spokenActions = ['advance', 'sendBack', 'handOver', 'dispute', 'dispatch'] as const;
export type Spoken = (typeof spokenActions)[number];

interface SpokenCommand {
  readonly words: Words;
  readonly choice?: Choice;
  /** Initial choice. */
  readonly chosen?: string;
  readonly commandOf: (filled: Filled) => CommandOf<'work-order'>;
}

/** Names of required papers that are not settled: the order can advance without them, but not finish. */
const missingWords = ({ papers }: OrderPart): string[] => {
  const left = papers.filter((paper) => paper.required && paper.status !== 'accepted' && paper.status !== 'waived');
  return left.length === 0 ? [] : [t('order:advance.papersLeft', { papers: listed(left.map(({ name }) => name)) })];
};

/** How often the order can be sent back; nothing where there is no bound. */
const boundWords = ({ sendBacks: { given, most } }: OrderPart): string[] =>
  most === null ? [] : [t('order:sendBack.bound', { given, most })];

const byRule = 'by-rule';

export const spokenCommands: Readonly<Record<Spoken, (theCase: CaseOf<'work-order'>, officerId: string) => SpokenCommand>> = {
  advance: ({ order }) => {
    const next = order.stages[order.stages.findIndex(({ state }) => state === 'here') + 1];
    return {
      words: {
        title: t('order:advance.title'),
        intro: [t('order:advance.intro', { stage: next?.name ?? '', group: next?.group ?? '' }), ...missingWords(order)].join(''),
        submit: t('order:advance.submit'),
        note: t('order:advance.note'),
      },
      commandOf: (filled) => ({ type: 'advance', body: { note: givenNote(filled) } }),
    };
  },

  sendBack: ({ order }) => ({
    words: {
      title: t('order:sendBack.title'),
      intro: [t('order:sendBack.intro'), ...boundWords(order)].join(''),
      submit: t('order:sendBack.submit'),
      note: t('order:sendBack.reason'),
      noteMissing: t('order:sendBack.reasonMissing'),
    },
    choice: {
      label: t('order:sendBack.to'),
      options: order.backTo.map(({ key, name }) => ({ value: key, label: name })),
      missing: t('order:sendBack.toMissing'),
      none: t('order:type.backToNone'),
      loaded: true,
    },
    chosen: order.backTo.at(-1)?.key ?? '',
    commandOf: ({ chosen, note }) => ({ type: 'sendBack', body: { to: chosen, reason: note } }),
  }),

  handOver: ({ order, assignee }, officerId) => ({
    words: {
      title: t('order:handOver.title'),
      intro: t('order:handOver.intro'),
      submit: t('order:handOver.submit'),
      note: t('order:handOver.note'),
      noteMissing: t('order:handOver.noteMissing'),
    },
    choice: {
      label: t('order:handOver.officer'),
      options: handlerOptions(order.handlers, [officerId, assignee?.id]),
      missing: t('order:handOver.officerMissing'),
      none: t('order:handOver.nobody'),
      loaded: true,
    },
    commandOf: ({ chosen, note }) => ({ type: 'handOver', body: { to: { officerId: chosen }, note } }),
  }),

  dispute: () => ({
    words: {
      title: t('order:dispute.title'),
      intro: t('order:dispute.intro'),
      submit: t('order:dispute.submit'),
      note: t('order:dispute.reason'),
      noteMissing: t('order:dispute.reasonMissing'),
    },
    commandOf: ({ note }) => ({ type: 'dispute', body: { reason: note } }),
  }),

  dispatch: ({ order, story }) => ({
    words: {
      title: t('order:dispatch.title'),
      intro: t('order:dispatch.intro'),
      quoted: story.findLast(({ type }) => type === 'disputed')?.text ?? undefined,
      submit: t('order:dispatch.submit'),
      note: t('order:dispatch.note'),
    },
    choice: {
      label: t('order:dispatch.officer'),
      options: [{ value: byRule, label: t('order:dispatch.byRule') }, ...handlerOptions(order.handlers, [])],
      none: t('order:handOver.nobody'),
      loaded: true,
    },
    chosen: byRule,
    commandOf: (filled) => ({
      type: 'dispatch',
      body: { officerId: filled.chosen === byRule ? null : filled.chosen, note: givenNote(filled) },
    }),
  }),
};
