/** 业务办理服务确认单: words of the officers’ own pages, and of the administrator’s templates. */
export const formDesk = {
  label: '确认单 {{number}}',
  details: '确认单信息',
  sentAt: '发出时间',
  completedAt: '办结时间',
  closedAt: '结束时间',
  outcome: '结束方式',
  version: '模板版本',

  hint: {
    sent: '等待纳税人提交材料。',
    returned: '等待纳税人更正材料。',
    saved: '纳税人正在填写，已保存，尚未提交。',
    claim: '签收后由您承办，才能审核。',
    closed: '本确认单已结束，不能再办理。',
  },

  /** The form's contents beside its papers. */
  matter: {
    title: '办理情况',
    note: '纳税人说明',
    result: '办理结果',
    order: '等待本确认单的工单',
  },

  /** For an order that waits for a form. */
  awaits: {
    words: '等待确认单',
    paused: '等待确认单，时限暂停',
    hint: '正在等待确认单，时限暂停。确认单结束后继续办理。',
  },

  send: {
    title: '发送业务办理服务确认单',
    introMessage: '由留言 {{number}} 发出，两者互相关联。',
    introOrder: '由工单 {{number}} 发出。工单将等待这份确认单，期间环节时限暂停，确认单结束后继续。',
    back: '返回',
    intro: '请填写以下内容，带 * 的为必填项。',
    type: '确认单模板',
    typeMissing: '请选择确认单模板',
    noTypes: '当前地区还没有启用的确认单模板，请联系管理员。',
    papers: '需要提交的材料',
    words: '事项说明',
    wordsPlaceholder: '请写明办理的是什么事项、纳税人需要做什么，以及材料的要求',
    wordsMissing: '请填写事项说明',
    files: '样表或附件',
    submit: '发送',
    sending: '正在发送…',
    pending: '已受理，正在登记，完成后会打开确认单。',
    notNow: '现在不能从这里发送确认单。',
  },

  review: {
    acceptRest: '其余待审核的均通过',
    keptReason: '已填写的原因仍保留。',
  },
  askPapers: {
    title: '要求更正',
    intro: '纳税人会收到提醒，更正后重新提交审核。',
    papers: '需要更正的材料',
    words: '更正要求',
    wordsMissing: '请填写更正要求',
    submit: '发送更正要求',
  },
  complete: {
    placeholder: '请写明事项的办理结果。',
    final: '出具后不能再修改，结果会告知纳税人。',
    result: '办理结果',
    files: '结果文件',
    submit: '确认出具',
  },
  recall: {
    title: '撤回确认单',
    intro: '撤回后不能恢复，纳税人不需要再提交。原因会告知纳税人。',
    introOrder: '撤回后不能恢复，纳税人不需要再提交，工单 {{number}} 继续办理。原因会告知纳税人。',
    reason: '撤回原因',
    reasonMissing: '请填写撤回原因',
    submit: '确认撤回',
  },
  handOverIntro: '转给本中心同事，转办后由对方承办。说明只有税务人员能看到。',
  end: {
    title: '结束确认单',
    askTitle: '确定结束确认单 {{number}} 吗？',
    askBody: '结束后纳税人不能再提交，且不能恢复。',
  },
  keys: '办理确认单',

  /** The administrator’s list of templates, and the editor of one. */
  type: {
    title: '确认单模板',
    intro: '设置每类事项需要纳税人提交的材料。',
    create: '新建模板',
    empty: '还没有确认单模板',
    emptyHint: '新建模板并启用后，工作人员才能发送确认单。',
    missing: '没有找到这个确认单模板',
    missingHint: '它可能不属于本地区。',
    back: '返回模板列表',
    running_other: '未结束 {{count}} 份',
    papersOf: '材料：{{papers}}',
    stateHint: '停用后不能再发送，已发出的确认单继续办理。',
    onlyNew: '修改只对保存后新发出的确认单生效。',
    onlyNewRunning_other: '修改只对保存后新发出的确认单生效，未结束的 {{count}} 份仍按原版本办理。',
    savedSame: '已保存，材料没有变化，仍为版本 {{version}}',
    papersHint: '需要纳税人提交的材料。必需材料全部通过后才能出具结果。',
    noPaper: '请至少添加一份材料',
  },
} as const;
