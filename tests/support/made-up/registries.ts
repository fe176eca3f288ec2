/** What has to name a kind outside its own folders. */
export interface Registry {
  file: string;
  /** After which words the kind's stand, and which these are. */
  words: readonly (readonly [after: string, added: string])[];
}

/** Where the name stands from which the compiler tells what a kind lacks. */
export const caseKinds = { file: 'domain/case.ts', name: ["caseKinds = ['message', 'work-order', 'service-form'", ", 'visit'"] } as const;

export const registries: readonly Registry[] = [
  {
    file: caseKinds.file,
    words: [caseKinds.name, ["  'command-lost',\n", "  'nobody-free',\n  'already-arrived',\n  'not-arrived',\n"]],
  },
  {
    file: 'domain/kinds.ts',
    words: [
      [
        "import { serviceFormKind, type ServiceFormTypes } from './service-form/kind.ts';\n",
        "import { visitKind, type VisitTypes } from './visit/kind.ts';\n",
      ],
      ["'service-form': ServiceFormTypes;\n", '  visit: VisitTypes;\n'],
      ["'service-form': serviceFormKind,\n", '  visit: visitKind,\n'],
    ],
  },
  { file: 'workflows/index.ts', words: [["export { serviceForm } from './service-form.ts';\n", "export { visit } from './visit.ts';\n"]] },
  {
    file: 'web/api/kinds.ts',
    words: [
      [
        "import type { orderCaseSchema, orderCommandBodies } from './work-order/order.ts';\n",
        "import type { visitCaseSchema, visitCommandBodies } from './visit/visit.ts';\n",
      ],
      ['| z.infer<typeof formCaseSchema>', ' | z.infer<typeof visitCaseSchema>'],
      ["'service-form': typeof formCommandBodies;\n", '  visit: typeof visitCommandBodies;\n'],
    ],
  },
  {
    file: 'web/server/kinds.ts',
    words: [
      ["import { serviceFormServerKind } from './service-form/kind.ts';\n", "import { visitServerKind } from './visit/kind.ts';\n"],
      ["'service-form': serviceFormServerKind,\n", '  visit: visitServerKind,\n'],
    ],
  },
  {
    file: 'web/src/lib/kinds/index.ts',
    words: [
      ["import { serviceFormPage } from './service-form/page.ts';\n", "import { visitPage } from './visit/page.ts';\n"],
      ["'service-form': serviceFormPage,\n", '  visit: visitPage,\n'],
    ],
  },
  {
    file: 'web/src/lib/kinds/desk.ts',
    words: [
      ["import { serviceFormDesk } from './service-form/desk.ts';\n", "import { visitDesk } from './visit/desk.ts';\n"],
      ["'service-form': serviceFormDesk,\n", '  visit: visitDesk,\n'],
    ],
  },
  {
    file: 'web/src/lib/kinds/places.ts',
    words: [
      ["import { serviceFormPlaces } from './service-form/places.ts';\n", "import { visitPlaces } from './visit/places.ts';\n"],
      ["'service-form': serviceFormPlaces,\n", '  visit: visitPlaces,\n'],
    ],
  },
  {
    file: 'web/src/lib/kinds/window.ts',
    words: [
      ["import ServiceFormView from './service-form/ServiceFormView.svelte';\n", "import VisitView from './visit/VisitView.svelte';\n"],
      ["title: () => t('form:title') },\n", "  visit: { view: VisitView, title: () => t('visit:title') },\n"],
    ],
  },
  ...(['zh-CN', 'en'] as const).map((language): Registry => ({
    file: `web/i18n/${language}/index.ts`,
    words: [
      ["import { supervise } from './supervise.ts';\n", "import { visit } from './visit.ts';\n"],
      ['  formDesk,\n', '  visit,\n'],
    ],
  })),
  {
    file: 'web/i18n/zh-CN/errors.ts',
    words: [
      [
        'export const errors = {\n',
        "  'nobody-free': '目前没有空闲的工作人员，请稍候再登记。',\n  'already-arrived': '您已登记到达。',\n  'not-arrived': '纳税人尚未到达。',\n",
      ],
    ],
  },
  {
    file: 'web/i18n/en/errors.ts',
    words: [
      [
        'export const errors = {\n',
        "  'nobody-free': 'Nobody is free at this moment. Please try again soon.',\n  'already-arrived': 'You are expected already.',\n  'not-arrived': 'The taxpayer has not come yet.',\n",
      ],
    ],
  },
  {
    file: 'web/i18n/zh-CN/message.ts',
    words: [['  notice: {\n', "    'visit-near': { title: '上门提醒', body: '您约定的上门 {{number}} 时间临近，点击查看。' },\n"]],
  },
  {
    file: 'web/i18n/en/message.ts',
    words: [
      [
        '  notice: {\n',
        "    'visit-near': { title: 'Your visit', body: 'The time of your visit {{number}} is near. Open it to see more.' },\n",
      ],
    ],
  },
  {
    file: 'web/i18n/zh-CN/history.ts',
    words: [["    evaluation: '评价时限',\n", "    'visit-reminder': '上门提醒',\n    arrival: '上门时间',\n"]],
  },
  {
    file: 'web/i18n/en/history.ts',
    words: [["    evaluation: 'time to rate',\n", "    'visit-reminder': 'reminder of the visit',\n    arrival: 'time of the visit',\n"]],
  },
  {
    file: 'web/server/demo/short-messages.ts',
    words: [
      [
        'demoTemplates: Readonly<Record<`demo-${SmsNoticeKind}`, string>> = {\n',
        "  'demo-visit-near': '【征纳互动】您约定的上门（{number}）时间临近，请按时到达。',\n",
      ],
    ],
  },
];
