/**
 * The house (docs/ARCHITECTURE.md): data goes one way, and everyone can tell from the folder what a file may touch.
 * Each folder names what it may import of ours; everything else is refused.
 */
const mayImport = {
  domain: [],
  runtime: [],
  migrations: [],
  workflows: ['domain', 'activities'],
  db: ['domain', 'migrations'],
  activities: ['domain', 'db', 'workflows/contract'],
  workers: ['activities', 'db', 'domain', 'runtime', 'workflows'],
  'web/i18n': ['domain', 'web/api'],
  'web/api': ['domain'],
  'web/server': ['web/api', 'web/i18n', 'domain', 'db', 'runtime', 'workflows/contract', 'activities/sms'],
  'web/src': ['web/api', 'web/i18n', 'domain'],
  stack: ['db', 'domain', 'runtime', 'web/server/demo'],
};

const rules = Object.entries(mayImport).map(([folder, others]) => ({
  name: `${folder.replace('/', '-')}-imports-only-what-lies-below`,
  severity: 'error',
  from: { path: `^${folder}/`, pathNot: '\\.test\\.ts$' },
  to: {
    path: '^(domain|runtime|migrations|workflows|db|activities|workers|web|stack|tests|bench)/',
    pathNot: `^(${[folder, ...others].join('|')})(/|\\.)`,
  },
}));

export default {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'workflows-know-activities-by-type-only',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.test\\.ts$' },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: '^domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/zod' },
    },
    {
      name: 'workflows-load-no-zod',
      comment: 'What a workflow imports is evaluated for every case; shapes are checked before a workflow hears of them.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/zod', reachable: true },
    },
    ...rules,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(build|\\.svelte-kit|node_modules)/' },
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.svelte'] },
  },
};
