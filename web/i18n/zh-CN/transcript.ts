/** 互动记录 as a file: words of the download. */
export const transcript = {
  title: '互动记录 {{number}}',
  made: '下载时间 {{at}}（北京时间）',
  robot: '悦悦',
  officer: '工作人员',
  system: '系统',
  note: '{{name}}（内部备注）',
  recalled: '消息已撤回',
  file: '文件：{{name}}',
  related: '不是您要问的？{{questions}}',
  choices: '您可能想问：{{questions}}',
  none: '没有找到答案',
  quoting: '引用 {{name}}：{{excerpt}}',
  empty: '没有消息',
} as const;
