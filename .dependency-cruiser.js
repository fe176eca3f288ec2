/**
 * The house (docs/ARCHITECTURE.md): data goes one way, and everyone can tell from the folder what a file may touch.
 * Each folder names what it may import of ours; all else is refused, and so is a folder that is not named. tests/house shows it.
 */
const house = {
  domain: [],
  runtime: [],
  migrations: [],
  workflows: ['domain', 'activities'],
  db: ['domain', 'migrations'],
  robot: ['domain', 'db', 'runtime'],
  media: ['domain', 'db', 'runtime', 'web/api', 'activities/signal-system'],
  activities: ['domain', 'db', 'workflows/contract'],
  workers: ['activities', 'db', 'domain', 'robot', 'runtime', 'workflows'],
  'web/i18n': ['domain', 'web/api'],
  'web/api': ['domain'],
  'web/server': ['web/api', 'web/i18n', 'domain', 'db', 'robot', 'runtime', 'workflows/contract', 'activities/sms', 'media/tokens'],
  'web/src': ['web/api', 'web/i18n', 'domain'],
  stack: ['db', 'domain', 'runtime', 'web/server/demo'],
  simulate: ['web/api', 'domain', 'stack/demo/people'],
  tests: ['[^/]+'],
  bench: ['[^/]+'],
};

/** They know each other only where a case begins or tells another (docs/ARCHITECTURE.md); a new kind is a name here. */
const kinds = ['appointment', 'conversation', 'invitation', 'message', 'service-form', 'work-order'];

/** Below domain. */
const domain = {
  invitation: ['input', 'appointment/appointment', 'slots/definition'],
  appointment: ['input', 'slots/definition'],
  conversation: ['input'],
  message: ['input', 'work-order/order'],
  'service-form': ['input'],
  'work-order': ['input', 'service-form/form'],
  holidays: ['input'],
  slots: [],
  input: [],
};

/** What every folder of the server may stand on. */
const road = ['http', 'temporal', 'uploads', 'deps'];
/** Below web/server. The files beside these folders bring all together. */
const server = {
  http: ['temporal', 'deps'],
  temporal: ['http'],
  uploads: ['http', 'deps'],
  live: ['http', 'chat', 'uploads'],
  media: [...road, 'cases'],
  entry: ['http', 'deps'],
  officers: road,
  'case-types': ['http'],
  cases: road,
  ...Object.fromEntries(kinds.map((kind) => [kind, [...road, 'cases', 'case-types', 'officers', 'chat']])),
  invitation: [...road, 'cases', 'case-types', 'officers', 'chat', 'appointment/(policy|choices)', 'sheets'],
  chat: [...road, 'cases'],
  bulk: [...road, 'cases', 'officers'],
  demo: [...road, 'entry', 'notices', 'settings'],
  sheets: ['http', 'deps'],
  knowledge: ['http', 'uploads', 'deps', 'sheets'],
  robot: ['http', 'deps'],
  notices: ['http', 'settings', 'cases'],
  own: ['http'],
  settings: ['http', 'cases'],
  slots: ['http', 'deps', 'cases'],
  supervision: [...road, 'cases', 'worklist'],
  taxpayers: ['http'],
  worklist: ['http', 'officers'],
};

/** The files of a folder without those of the folders in it. */
const filesOf = (folder) => `${folder}/[^/]+\\.[^/]+`;
/** What pages know of a kind is made of what desk, window and administration offer to all kinds. */
const pageKind = ['ui', 'api', 'uploads', 'slots', filesOf('kinds'), 'desk/(commands|case|drafts|shell|lists)', 'admin', 'window'];
/** Below web/src/lib. Whatever is needed everywhere (words, time, memory) lies beside these folders. */
const pages = {
  ui: ['api', 'uploads'],
  chat: ['ui', 'api', 'uploads'],
  call: ['ui', 'api'],
  api: [],
  uploads: ['api'],
  slots: ['ui', 'api'],
  styles: [],
  [filesOf('kinds')]: ['ui', 'api', 'admin', 'desk/commands', ...kinds.map((kind) => `kinds/${kind}`)],
  'kinds/appointment': [...pageKind, 'kinds/conversation/answering/desk-conversations', 'call/held-here'],
  'kinds/conversation': [...pageKind, 'chat', 'call'],
  'kinds/invitation': [...pageKind, 'kinds/appointment/facts'],
  'kinds/message': pageKind,
  'kinds/service-form': [...pageKind, 'kinds/work-order/opening/order-form'],
  'kinds/work-order': [...pageKind, 'kinds/service-form/page'],
  desk: ['ui', 'api', 'uploads', 'refused', 'chat', filesOf('kinds')],
  refused: ['ui', 'api', filesOf('kinds')],
  supervise: ['ui', 'api', 'call/call-time', filesOf('kinds'), 'desk/(shell|lists|bulk|commands)'],
  admin: ['ui', 'api', filesOf('kinds'), 'desk/(shell|lists|bulk)'],
  knowledge: ['ui', 'api', 'uploads', 'chat', 'admin', 'desk/(shell|lists)'],
  window: ['ui', 'api', 'chat', filesOf('kinds')],
  demo: ['ui', 'api'],
};

/** They check shapes, and nothing that a workflow loads loads them. */
const withZod = 'domain/(settings|calendar-schema|limit-check)\\.ts$';
const tests = '\\.test\\.ts$';
const local = { dependencyTypes: ['local'] };

/**
 * Each folder imports what it names, and one that is not named imports nothing of ours.
 * @param below what the folders lie in: '' or a path with its slash
 * @param folders what each may import, as expressions, besides itself
 * @param beside whether the files that lie beside the folders are there for all
 */
const rulesOf = (below, folders, beside) => {
  const within = (names) => `^${below}(${names.join('|')})(/|\\.|$)`;
  return [
    ...Object.entries(folders).map(([folder, others]) => ({
      name: `${below}${folder.replace(/[[(\\].*/, 'files')} imports what it names`,
      severity: 'error',
      from: { path: within([folder]), pathNot: tests },
      to: { ...local, path: `^${below}`, pathNot: [within([folder, ...others]), ...(beside ? [`^${below}[^/]+$`] : [])] },
    })),
    {
      name: `${below || 'the house'} has no other folders`,
      severity: 'error',
      from: { path: `^${below}[^/]+/`, pathNot: within(Object.keys(folders)) },
      to: local,
    },
  ];
};

export default {
  forbidden: [
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no circles of types',
      comment: 'But for what a kind is made of, which its rights are typed by, and pages of the browser tests, which lead to each other.',
      severity: 'error',
      from: { pathNot: `^(tests/|domain/(${kinds.join('|')})/)` },
      to: { circular: true },
    },
    {
      name: 'workflows know activities by type only',
      severity: 'error',
      from: { path: '^workflows/', pathNot: tests },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain is pure',
      severity: 'error',
      from: { path: '^domain/', pathNot: tests },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-no-pkg', 'unknown'], pathNot: '^node_modules/zod/' },
    },
    {
      name: 'workflows load no zod',
      comment: 'What a workflow imports is evaluated for every case; shapes are checked before a workflow hears of them.',
      severity: 'error',
      from: { path: '^(domain|workflows)/', pathNot: [tests, `^${withZod}`] },
      to: { path: `^(node_modules/zod/|${withZod})`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'what serves people knows nothing of tests',
      severity: 'error',
      from: { path: `^(${Object.keys(house).join('|')})/`, pathNot: [tests, '^(tests|bench)/', '^stack/browser\\.ts$'] },
      to: {
        path: [tests, '^(tests|bench)/', '^stack/(testing|browser)\\.ts$', '^node_modules/(playwright|@playwright|@jest|jest|fast-check)/'],
      },
    },
    {
      name: 'outside their folders the domain names kinds in its registry',
      severity: 'error',
      from: { path: '^domain/[^/]+$', pathNot: [tests, '^domain/(kinds|bulk)\\.ts$'] },
      to: { path: `^domain/(${kinds.join('|')})/` },
    },
    ...rulesOf('', house, false),
    ...rulesOf('domain/', domain, true),
    ...rulesOf('web/server/', server, true),
    ...rulesOf('web/src/lib/', pages, true),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|\\.svelte-kit|\\.data|test-results)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.svelte'],
      exportsFields: ['exports'],
      conditionNames: ['types', 'svelte', 'import', 'node', 'default'],
    },
  },
};
