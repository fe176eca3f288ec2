import type { Translation } from '../shape.ts';
import type { transcript as original } from '../zh-CN/transcript.ts';

export const transcript: Translation<typeof original> = {
  title: 'Conversation {{number}}',
  made: 'Downloaded {{at}} (Beijing time)',
  robot: 'Yueyue',
  officer: 'Officer',
  system: 'System',
  note: '{{name}} (note among officers)',
  recalled: 'Message recalled',
  file: 'File: {{name}}',
  related: 'Not what you asked? {{questions}}',
  choices: 'Did you mean: {{questions}}',
  none: 'No answer found',
  quoting: 'Quoting {{name}}: {{excerpt}}',
  empty: 'No messages',
};
