/**
 * Nobody outside the folders of a kind names a kind, but for the registries: a kind is its folders and one line in each of these
 * (docs/ARCHITECTURE.md). This counts who does.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { caseKinds } from '../domain/case.ts';

/** Each with the reason why it names kinds. */
const registries: Readonly<Record<string, string>> = {
  'domain/case.ts': 'which kinds there are',
  'domain/kinds.ts': 'the rules of each',
  'domain/settings.ts': 'the settings of each, by key: they are checked against each other, and stored under one table',
  'workflows/index.ts': 'the workflows that workers host: their names are those of its exports',
  'web/api/kinds.ts': 'the shapes of each over HTTP',
  'web/server/kinds.ts': 'how the server carries out and shows each',
  'web/src/lib/kinds/index.ts': 'words and marks of each, on every page',
  'web/src/lib/kinds/desk.ts': 'the officers’ page of each',
  'web/src/lib/kinds/window.ts': 'the taxpayer’s page of each',
  'web/src/lib/kinds/places.ts': 'where the window has what belongs to each',
  'web/src/lib/kinds/admin.ts': 'the types of each, as an administrator keeps them',
  'stack/demo/seed.ts': 'the types of each that the demo begins with',
};
const mostRegistries = 12;

const kind = `(${caseKinds.join('|')})`;
/** Folders and files of one kind, which may name it. */
const kindFolders = [
  `^(domain|db|web/api|web/server|web/src/lib/kinds|stack/demo)/${kind}/`,
  `^workflows/${kind}\\.ts$`,
  // The words of each, one namespace or more.
  '^web/i18n/[^/]+/(appointment|conversation|invitation|message|order|form|form-desk|form-window)\\.ts$',
  // The addresses of each: SvelteKit has a page where its address says.
  '^web/src/routes/window/(\\+page\\.svelte$|appointments/|conversations/|invitations/|message/|messages/|orders/|forms/)',
  '^web/src/routes/desk/\\(work\\)/(orders|invitations|cases/\\[id\\]/(convert|follow-up|form|invite))/',
  '^web/src/routes/desk/(conversations|schedule)/',
  '^web/src/routes/supervise/appointments/',
  '^web/src/routes/admin/(\\+page\\.svelte$|types/|forms/|appointments/)',
].map((pattern) => new RegExp(pattern));

/** Tests, benchmarks and migrations name the kinds that there are; so does the rule that keeps their folders apart. */
const uncounted = /\.(test|spec)\.ts$|^(tests|bench|simulate|docs|migrations)\/|^\.dependency-cruiser\.js$/;

const camel = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
/** A kind by a name that means nothing else: `work-order`, `workOrder`, `WorkOrder`. */
const compound = caseKinds.filter((name) => name.includes('-')).flatMap((name) => [name, camel(name)]);
const naming = [
  new RegExp(compound.join('|'), 'i'),
  // The name of a kind by itself, and what lies in its folder.
  new RegExp(`['"\`]${kind}['"\`]`),
  new RegExp(`(from |import\\(?)['"][^'"]*/${kind}/`),
];

/** Other uses of the same words: an event of a socket or a process, the text of an error, the name of a migration. */
const otherwise = [/\b(on|once|addEventListener|removeEventListener)\('message'/g, /textAt\([^)]*'message'\)/g, /['/]\d{3}-[\w-]+/g];

const namesKind = (text: string): boolean => {
  const rest = otherwise.reduce((left, pattern) => left.replaceAll(pattern, ''), text);
  return naming.some((pattern) => pattern.test(rest));
};

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' })
  .split('\0')
  .filter((path) => /\.(ts|js|svelte)$/.test(path) && !uncounted.test(path) && !kindFolders.some((folder) => folder.test(path)))
  // One that is deleted and not yet staged is listed still.
  .filter((path) => existsSync(path));

describe('outside the folders of a kind', () => {
  it('nobody names a kind but the registries, and each of them does', () => {
    const naming = sources.filter((path) => namesKind(readFileSync(path, 'utf8')));
    expect(naming.toSorted()).toEqual(Object.keys(registries).toSorted());
  });

  it('there are few registries, each with its reason', () => {
    expect(Object.keys(registries).length).toBeLessThanOrEqual(mostRegistries);
    for (const reason of Object.values(registries)) expect(reason).not.toBe('');
  });

  it.each([
    `if (kind === 'message') return;`,
    `import { messageKind } from './message/kind.ts';`,
    'case "work-order":',
    'const workOrderTypes = [];',
    `await request('/api/service-forms')`,
    'type ServiceFormState = never;',
    '.service-form { color: red; }',
  ])('a kind is named by: %s', (line) => {
    expect(namesKind(line)).toBe(true);
  });

  it.each([
    `socket.on('message', hear)`,
    `textAt(failure, 'message')`,
    `import * as orders from '../migrations/002-work-orders.ts';`,
    `'005-service-forms': forms,`,
    'const message = error.message;',
  ])('no kind is named by: %s', (line) => {
    expect(namesKind(line)).toBe(false);
  });
});
