/** 业务办理服务确认单: words of the taxpayer’s own pages. */
export const formWindow = {
  field: {
    number: '确认单编号',
    type: '办理事项',
    centre: '办理机构',
    status: '确认单状态',
    sentAt: '发送时间',
    endedAt: '结束时间',
    from: '发送时间起',
    to: '发送时间止',
  },

  /** In 我的消息. */
  entry: {
    title: '业务确认单',
    hint: '上传办理所需材料，查看审核情况和办理结果',
    waiting_other: '有 {{count}} 份待您提交材料',
  },
  list: {
    title: '业务确认单',
    empty: '您还没有业务确认单',
    emptyHint: '办理业务需要材料时，工作人员会发来确认单，您可以在这里上传。',
    wanted_other: '需提交 {{count}} 份材料',
    papers_other: '共 {{count}} 份材料',
    saved: '已保存，未提交',
  },

  due: {
    handIn: '请在 {{time}} 前提交，逾期将自动失效',
    review: '预计 {{time}} 前完成审核',
    reviewPast: '应于 {{time}} 前完成审核，已超时',
    result: '预计 {{time}} 前出具办理结果',
    resultPast: '应于 {{time}} 前出具办理结果，已超时',
  },
  ended: {
    reason: '撤回说明',
    order: '所属工单已结束，这份确认单不需要再提交。',
  },
  order: {
    of: '所属工单 {{number}}',
    fill: '请在确认单中提交材料，提交并办结后工单继续办理。',
    waits: '确认单正在办理，办结后工单继续办理。',
    paused: '等待确认单办结，时限暂停',
    open: '打开确认单 {{number}}',
  },

  words: '工作人员说明',
  asked: '更正要求',
  result: '办理结果',
  papers: '材料',
  note: '您的说明',
  story: '办理过程',
  details: '确认单信息',

  fill: {
    title: '填写材料',
    progress: '必需材料 {{total}} 份，已上传 {{done}} 份',
    anew: '重新上传',
    note: '说明',
    noteHint: '有需要告诉工作人员的，可以写在这里。',
    save: '保存',
    saving: '正在保存…',
    unsaved: '有未保存的内容',
    savedAt: '{{time}} 已保存',
    restored: '已恢复您上次没有保存的内容。',
    elsewhere: '您在其他窗口保存过不同的内容。可以继续填写，保存后以这里的为准。',
    takeSaved: '改用已保存的内容',
  },
  problem: {
    missing: '请上传“{{name}}”',
    uploading: '“{{name}}”还有文件正在上传，请等上传完成或取消上传',
    failed: '“{{name}}”有文件上传失败，请删除后重新上传',
  },
  confirm: {
    action: '确认',
    title: '是否已上传全部材料并提交税务机关办理？',
    body: '提交后由工作人员审核，审核前不能再修改。',
    willSend: '本次提交',
    files_other: '{{count}} 个文件',
    nothing: '本次没有新的文件',
    left: '没有上传的可选材料，本次不提交',
    submit: '确认提交',
    keepOn: '继续填写',
  },
  leave: {
    title: '还有文件没有上传完，确定离开吗？',
    body: '离开后上传会取消，已上传的材料会自动保存。',
    leave: '离开',
    stay: '继续上传',
    saved: '确认单 {{number}} 已填写的内容已自动保存',
    notSaved: '确认单 {{number}} 没有自动保存：{{reason}}',
  },
  /** Messages when the form changed elsewhere while it was being filled in. */
  interrupted: {
    submitted: '这份确认单已在其他窗口提交，这里不再填写。',
    accepted: '这份确认单已在其他窗口提交，这里不再填写。',
    completed: '这份确认单已办结，没有提交的内容不再保留。',
    recalled: '这份确认单刚刚撤回，没有提交的内容不再保留。',
    expired: '这份确认单刚刚过期，没有提交的内容不再保留。',
    changed: '材料要求刚有变化，请按新的要求填写。',
  },
} as const;
