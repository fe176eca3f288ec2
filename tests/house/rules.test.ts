/** Tests which imports .dependency-cruiser.js refuses, on a made tree. `npm run check:house` checks the real one. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const root = path.resolve(import.meta.dirname, '..', '..');

const refused: [from: string, to: string, rule: string][] = [
  ['elsewhere/room.ts', 'domain/case.ts', 'the house has no other folders'],
  ['robot/answer.ts', 'web/server/deps.ts', 'robot imports what it names'],
  ['db/story.ts', 'robot/answer.ts', 'db imports what it names'],
  ['web/media/room.ts', 'domain/case.ts', 'the house has no other folders'],
  ['workflows/visit.ts', 'media/pool.ts', 'workflows imports what it names'],
  ['domain/ages.ts', 'db/connect.ts', 'domain imports what it names'],
  ['db/story.ts', 'activities/project.ts', 'db imports what it names'],
  ['web/src/routes/page.ts', 'web/server/deps.ts', 'web/src imports what it names'],
  ['web/server/app.ts', 'workflows/durable-case.ts', 'web/server imports what it names'],
  ['domain/service-form/time.ts', 'domain/message/message.ts', 'domain/service-form imports what it names'],
  ['domain/holding.ts', 'domain/message/message.ts', 'outside their folders the domain names kinds in its registry'],
  ['web/server/http/register.ts', 'web/server/message/routes.ts', 'web/server/http imports what it names'],
  ['web/server/cases/carry-out.ts', 'web/server/message/routes.ts', 'web/server/cases imports what it names'],
  ['web/server/work-order/start.ts', 'web/server/message/routes.ts', 'web/server/work-order imports what it names'],
  ['web/server/rooms/routes.ts', 'web/server/http/fault.ts', 'web/server/ has no other folders'],
  ['web/src/lib/ui/Row.ts', 'web/src/lib/kinds/index.ts', 'web/src/lib/ui imports what it names'],
  ['web/src/lib/desk/lists/rows.ts', 'web/src/lib/supervise/tabs.ts', 'web/src/lib/desk imports what it names'],
  ['web/src/lib/desk/lists/rows.ts', 'web/src/lib/kinds/message/words.ts', 'web/src/lib/desk imports what it names'],
  ['web/src/lib/window/unread.ts', 'web/src/lib/desk/shell/ask.ts', 'web/src/lib/window imports what it names'],
  ['web/src/lib/supervise/tabs.ts', 'web/src/lib/desk/case/draft.ts', 'web/src/lib/supervise imports what it names'],
  ['web/src/lib/kinds/work-order/marks.ts', 'web/src/lib/kinds/message/words.ts', 'web/src/lib/kinds/work-order imports what it names'],
  ['web/src/lib/kinds/visit/words.ts', 'web/src/lib/time.ts', 'web/src/lib/ has no other folders'],
  ['web/src/lib/media/room.ts', 'web/src/lib/time.ts', 'web/src/lib/ has no other folders'],
  ['domain/clock.ts', 'node:fs', 'domain is pure'],
  ['domain/clock.ts', 'knex', 'domain is pure'],
  ['domain/agenda.ts', 'zod', 'workflows load no zod'],
  ['workflows/turns.ts', 'zod', 'workflows load no zod'],
  ['workflows/turns.ts', 'domain/settings.ts', 'workflows load no zod'],
  ['activities/index.ts', 'tests/support/stage.ts', 'what serves people knows nothing of tests'],
  ['stack/main.ts', 'stack/testing.ts', 'what serves people knows nothing of tests'],
];
const allowed: [from: string, to: string][] = [
  ['web/server/app.ts', 'workflows/contract.ts'],
  ['web/server/app.ts', 'robot/robot.ts'],
  ['workers/create.ts', 'robot/robot.ts'],
  ['robot/retrieval.ts', 'db/connect.ts'],
  ['domain/work-order/time.ts', 'domain/service-form/form.ts'],
  ['domain/kinds.ts', 'domain/message/message.ts'],
  ['web/server/cases/carry-out.ts', 'web/server/kinds.ts'],
  ['web/server/work-order/start.ts', 'web/server/cases/intent.ts'],
  ['web/server/routes.ts', 'web/server/message/routes.ts'],
  ['web/src/lib/desk/lists/rows.ts', 'web/src/lib/kinds/index.ts'],
  ['web/src/lib/supervise/tabs.ts', 'web/src/lib/desk/shell/ask.ts'],
  ['domain/settings.ts', 'zod'],
  ['activities/index.test.ts', 'tests/support/stage.ts'],
];

const specifier = (from: string, to: string): string => {
  if (!to.includes('/')) return to;
  const relative = path.posix.relative(path.posix.dirname(from), to);
  return relative.startsWith('.') ? relative : `./${relative}`;
};

/** Files with what they import, one statement each. */
async function write(folder: string, files: Map<string, string[]>): Promise<void> {
  for (const [name, lines] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${lines.join('\n')}\nexport {};\n`);
  }
}

const report = z.object({
  summary: z.object({ violations: z.array(z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) })) }),
});

/** What the rules say about a folder: "from → to: rule". */
function faultsIn(folder: string): Promise<string[]> {
  const depcruise = path.join(root, 'node_modules', '.bin', 'depcruise');
  const parameters = [depcruise, '--config', path.join(root, '.dependency-cruiser.js'), '--output-type', 'json', '.'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, parameters, { cwd: folder, maxBuffer: 1e8 }, (error, out, errors) => {
      if (out === '') reject(new Error(errors, { cause: error }));
      else resolve(report.parse(JSON.parse(out)).summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`));
    });
  });
}

describe('of a made house', () => {
  let folder: string;
  let faults: string[];
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'zhengna-house-'));
    const files = new Map<string, string[]>();
    const add = (name: string, line?: string) => files.set(name, [...(files.get(name) ?? []), ...(line === undefined ? [] : [line])]);
    for (const [from, to] of [...refused, ...allowed]) {
      add(from, `import '${specifier(from, to)}';`);
      if (to.includes('/')) add(to);
    }
    add('db/one.ts', "import './two.ts';");
    add('db/two.ts', "import './one.ts';");
    add('domain/one.ts', "import type { Two } from './two.ts';\nexport type One = Two;");
    add('domain/two.ts', "import type { One } from './one.ts';\nexport type Two = One | 2;");
    await write(folder, files);
    await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
    for (const name of ['zod', 'knex']) {
      await mkdir(path.join(folder, 'node_modules', name), { recursive: true });
      await writeFile(path.join(folder, 'node_modules', name, 'package.json'), `{ "name": "${name}", "main": "index.js" }`);
      await writeFile(path.join(folder, 'node_modules', name, 'index.js'), '');
    }
    faults = await faultsIn(folder);
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const against = (from: string, to: string) => faults.filter((fault) => fault.startsWith(`${from} → ${resolved(to)}: `));

  it.each(refused)('%s may not import %s: %s', (from, to, rule) => {
    expect(against(from, to)).toContain(`${from} → ${resolved(to)}: ${rule}`);
  });

  it.each(allowed)('%s may import %s', (from, to) => {
    expect(against(from, to)).toEqual([]);
  });

  it('circles are refused, those of types too', () => {
    expect(faults).toContain('db/one.ts → db/two.ts: no circles');
    expect(faults).toContain('domain/one.ts → domain/two.ts: no circles of types');
  });
});

/** As the report names a module that an import leads to. */
const resolved = (to: string): string =>
  to.startsWith('node:') ? to.slice('node:'.length) : to.includes('/') ? to : `node_modules/${to}/index.js`;
