import type { Translation } from '../shape.ts';
import type { bulk as original } from '../zh-CN/bulk.ts';

export const bulk = {
  choose: 'Choose {{number}}',
  all: 'Choose all shown ({{count}})',
  chosen: '{{count}} chosen',
  clear: 'Clear',
  lost: 'No longer in the list and no longer chosen: {{count}}.',
  goesOn: 'It goes on when this is closed, and can be opened again at any time.',
  stale: 'Progress cannot be brought up to date just now; trying again. The cases themselves go on.',
  outcomes: 'What became of each',
  show: 'Show progress',
  results: 'Show the outcome',
  again: 'Send again',
  leave: 'Leave it',

  reassign: {
    title: 'Reassign many',
    tooMany: 'At most {{limit}} can be reassigned at once; choose fewer.',
    wait: 'Another one can begin once the last one has ended.',
    intro: 'All that are chosen ({{count}}) go to the same colleague. Where one cannot, you are told why.',
    submit: 'Reassign ({{count}})',
    to: 'To {{name}}. ',
    progressLabel: 'How far the reassignment is',
    progress: '{{handled}} of {{total}} handled, {{refused}} of them not reassigned.',
    allDone: 'All {{done}} reassigned.',
    finished: 'Finished: {{done}} reassigned, {{refused}} not.',
    outcome: { done: 'Reassigned', refused: 'Not reassigned', waiting: 'Waiting' },
    unanswered:
      'No answer came to the reassignment to {{name}}; it may have begun, or begins by itself later. Sending it again does nothing twice.',
  },

  handOver: {
    title: 'Hand over many',
    tooMany: 'At most {{limit}} can be handed over at once; choose fewer.',
    wait: 'Another one can begin once the last one has ended.',
    intro: 'All that are chosen ({{count}}) go to the same colleague. Only officers see the note. Where one cannot go, you are told why.',
    submit: 'Hand over ({{count}})',
    to: 'To {{name}}. ',
    progressLabel: 'How far the hand-over is',
    progress: '{{handled}} of {{total}} handled, {{refused}} of them not handed over.',
    allDone: 'All {{done}} handed over.',
    finished: 'Finished: {{done}} handed over, {{refused}} not.',
    outcome: { done: 'Handed over', refused: 'Not handed over', waiting: 'Waiting' },
    unanswered:
      'No answer came to the hand-over to {{name}}; it may have begun, or begins by itself later. Sending it again does nothing twice.',
  },

  moveBooking: {
    title: 'Move the appointments of the closed time',
    to: 'Closed because of “{{name}}”. ',
    progressLabel: 'How far the moves are',
    progress: '{{handled}} of {{total}} handled, {{refused}} of them not moved.',
    allDone: 'All {{done}} moved.',
    finished: 'Finished: {{done}} moved, {{refused}} not.',
    outcome: { done: 'Moved', refused: 'Not moved', waiting: 'Waiting' },
    unanswered:
      'No answer came to the moves because of “{{name}}”; they may have begun, or begin by themselves later. Sending it again does nothing twice.',
  },

  cancelBooking: {
    title: 'Cancel the appointments of the closed time',
    to: 'Closed because of “{{name}}”. ',
    progressLabel: 'How far the cancellations are',
    progress: '{{handled}} of {{total}} handled, {{refused}} of them not cancelled.',
    allDone: 'All {{done}} cancelled.',
    finished: 'Finished: {{done}} cancelled, {{refused}} not.',
    outcome: { done: 'Cancelled', refused: 'Not cancelled', waiting: 'Waiting' },
    unanswered:
      'No answer came to the cancellations because of “{{name}}”; they may have begun, or begin by themselves later. Sending it again does nothing twice.',
  },

  recount: {
    title: 'Count deadlines again',
    to: 'By {{name}}. ',
    progressLabel: 'How far the counting is',
    progress: '{{handled}} of {{total}} handled, {{refused}} of them not counted again.',
    allDone: 'The deadlines of all {{done}} are counted again.',
    finished: 'Finished: {{done}} counted again, {{refused}} not.',
    outcome: { done: 'Counted again', refused: 'Not counted again', waiting: 'Waiting' },
    unanswered:
      'No answer came to the counting by {{name}}; it may have begun, or begins by itself later. Sending it again does nothing twice.',
  },
} as const satisfies Translation<typeof original>;
