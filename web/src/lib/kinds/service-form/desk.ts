import CircleCheck from '@lucide/svelte/icons/circle-check';
import FileCheck from '@lucide/svelte/icons/file-check';
import FileQuestion from '@lucide/svelte/icons/file-question-mark';
import AskPapersDialog from '#lib/desk/commands/AskPapersDialog.svelte';
import { claim, end, reassign, release } from '#lib/desk/commands/shared-offers.ts';
import { t } from '#lib/i18n.svelte.ts';
import type { DeskKind } from '../desk-kind.ts';
import HandOverDialog from './HandOverDialog.svelte';
import RecallDialog from './RecallDialog.svelte';
import ServiceFormMatter from './ServiceFormMatter.svelte';

/** 业务办理服务确认单 on the officers' page of a case. */
export const serviceFormDesk: DeskKind<'service-form'> = {
  parts: [ServiceFormMatter],
  papers: {
    of: ({ form }) => form.papers,
    ask: () => ({
      title: t('formDesk:askPapers.title'),
      intro: t('formDesk:askPapers.intro'),
      papers: t('formDesk:askPapers.papers'),
      words: t('formDesk:askPapers.words'),
      wordsMissing: t('formDesk:askPapers.wordsMissing'),
      submit: t('formDesk:askPapers.submit'),
      done: t('form:done.askPapers'),
    }),
  },
  facts: ({ form }) => [{ name: t('formDesk:version'), value: String(form.typeVersion) }],
  hint: ({ actions, assignee, status, form }, officerId) => {
    if (status === 'completed' || status === 'recalled' || status === 'expired') return t('formDesk:hint.closed');
    if (actions.includes('reviewPapers') || actions.includes('complete')) return undefined;
    if (status === 'sent' || status === 'returned') return t(form.saved ? 'formDesk:hint.saved' : `formDesk:hint.${status}`);
    if (actions.includes('claim')) return t('formDesk:hint.claim');
    return assignee === null || assignee.id === officerId ? t('desk:case.nothingHint') : t('desk:case.holderHint', { name: assignee.name });
  },
  label: () => t('desk:case.actions'),
  steps: [
    {
      action: 'askPapers',
      letter: 'B',
      icon: FileQuestion,
      leaves: false,
      main: false,
      words: () => t('form:command.askPapers'),
      begin: { dialog: AskPapersDialog },
    },
    {
      action: 'reviewPapers',
      letter: 'R',
      icon: FileCheck,
      leaves: false,
      main: false,
      words: () => t('form:command.reviewPapers'),
      begin: 'papers',
    },
  ],
  writings: [
    {
      action: 'complete',
      letter: 'F',
      icon: CircleCheck,
      main: true,
      words: () => ({
        action: t('form:command.complete'),
        text: t('formDesk:complete.result'),
        placeholder: t('formDesk:complete.placeholder'),
        final: t('formDesk:complete.final'),
        files: t('formDesk:complete.files'),
        send: t('formDesk:complete.submit'),
        done: t('form:done.complete'),
      }),
      command: (body) => ({ type: 'complete', body }),
    },
  ],
  offers: [
    claim,
    { action: 'handOver', letter: 'H', words: () => t('desk:action.handOver'), begin: { dialog: HandOverDialog } },
    release,
    { action: 'recall', letter: 'Z', words: () => t('form:command.recall'), begin: { dialog: RecallDialog } },
    reassign,
    end,
  ],
};
