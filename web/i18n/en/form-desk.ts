import type { formDesk as original } from '../zh-CN/form-desk.ts';
import type { Translation } from '../shape.ts';

export const formDesk: Translation<typeof original> = {
  label: 'Form {{number}}',
  details: 'Form',
  sentAt: 'Sent',
  completedAt: 'Completed',
  closedAt: 'Closed',
  outcome: 'How it ended',
  version: 'Version of template',

  hint: {
    sent: 'Waiting for the taxpayer to hand in the papers.',
    returned: 'Waiting for the taxpayer to correct papers.',
    saved: 'The taxpayer is filling it in; something is saved and not handed in yet.',
    claim: 'Claim it to review its papers.',
    closed: 'This form has ended; nothing more can be done.',
  },

  matter: {
    title: 'The matter',
    note: 'The taxpayer’s note',
    result: 'Result',
    order: 'Work order that waits for it',
  },

  awaits: {
    words: 'Waiting for form',
    paused: 'Waiting for the form; the time stands still',
    hint: 'Waiting for the form; the time stands still. The order goes on once the form has ended.',
  },

  send: {
    title: 'Send a service confirmation form',
    introMessage: 'Sent from message {{number}}; the two stay linked.',
    introOrder:
      'Sent from work order {{number}}. The order waits for this form; the time of its stage stands still until the form has ended.',
    back: 'Back',
    intro: 'Please fill in the following; what is marked * is required.',
    type: 'Template',
    typeMissing: 'Please choose a template',
    noTypes: 'This region has no template in use yet; please ask the administrator.',
    papers: 'Papers to hand in',
    papersHint: 'Clear those that are not needed.',
    morePaper: 'Add a paper',
    moreName: 'Further paper {{number}}',
    moreRequired: 'Whether it is required',
    moreMissing: 'Write the name of the paper, or remove it',
    lessPaper: 'Remove further paper {{number}}',
    until: 'Last day to submit',
    untilHint: 'Optional; otherwise the usual time applies. Papers can be submitted until the end of work on that day.',
    words: 'What it is about',
    wordsPlaceholder: 'Say what the matter is, what the taxpayer is to do, and what the papers must show',
    wordsMissing: 'Please say what it is about',
    files: 'Samples or attachments',
    submit: 'Send',
    sending: 'Sending…',
    pending: 'Taken, and being registered; the form opens once it is there.',
    notNow: 'No form can be sent from here now.',
  },

  review: {
    acceptRest: 'Accept all others to be reviewed',
    keptReason: 'The reason you wrote is kept.',
  },
  askPapers: {
    title: 'Ask for corrections',
    intro: 'The taxpayer is told, and hands the papers in again.',
    papers: 'Papers to correct',
    words: 'What to correct',
    wordsMissing: 'Please say what to correct',
    submit: 'Ask',
  },
  complete: {
    placeholder: 'Write the result of the matter.',
    final: 'It cannot be changed afterwards, and the taxpayer is told.',
    result: 'Result',
    files: 'Files with the result',
    submit: 'Write the result',
  },
  recall: {
    title: 'Recall the form',
    intro: 'It cannot be undone, and the taxpayer need hand in nothing more. The taxpayer is told the reason.',
    introOrder:
      'It cannot be undone, and the taxpayer need hand in nothing more; work order {{number}} goes on. The taxpayer is told the reason.',
    reason: 'Reason',
    reasonMissing: 'Please give a reason',
    submit: 'Recall',
  },
  handOverIntro: 'To a colleague of this centre, who then handles it. Only officers see the note.',
  end: {
    title: 'End the form',
    askTitle: 'End form {{number}}?',
    askBody: 'The taxpayer can hand in nothing more, and it cannot be undone.',
  },
  keys: 'Forms',

  type: {
    title: 'Templates of forms',
    intro: 'Which papers the taxpayer hands in for each matter.',
    create: 'New template',
    empty: 'There is no template yet',
    emptyHint: 'Officers can send forms once a template is made and in use.',
    missing: 'There is no such template',
    missingHint: 'It may belong to another region.',
    back: 'Back to the templates',
    running_one: '{{count}} open',
    running_other: '{{count}} open',
    papersOf: 'Papers: {{papers}}',
    stateHint: 'Out of use it cannot be sent any more; forms that were sent go on.',
    onlyNew: 'A change counts for forms sent after it is saved.',
    onlyNewRunning_one: 'A change counts for forms sent after it is saved; the {{count}} open one keeps its version.',
    onlyNewRunning_other: 'A change counts for forms sent after it is saved; the {{count}} open ones keep their version.',
    savedSame: 'Saved; the papers are the same, so it stays version {{version}}',
    papersHint: 'What the taxpayer hands in. The result can be written once every required paper is accepted.',
    noPaper: 'Please add at least one paper',
  },
} as const;
