/** A checkout of the product to which the made-up kind is added as any kind would be: its folders, and a few words in every registry. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { caseKinds, registries, type Registry } from './registries.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const kindFolder = path.join(import.meta.dirname, 'kind');

/** The product, and what its tests stand on. */
const parts = [
  ...['activities', 'db', 'domain', 'media', 'migrations', 'robot', 'runtime', 'stack', 'web', 'workers', 'workflows', 'tests/support'],
  ...['package.json', 'package-lock.json', 'tsconfig.json'],
];
/** What tools have made of the sources, and this folder itself. */
const left = new Set(['web/build', 'web/.svelte-kit', 'tests/support/made-up']);

export interface Checkout {
  folder: string;
  remove(): void;
}

/** Makes one in a folder of its own. */
export function checkoutWithKind(): Checkout {
  const checkout = checkoutOf(registries);
  cpSync(kindFolder, checkout.folder, { recursive: true });
  return checkout;
}

/** One in which the kind has a name, and is nothing yet. */
export const checkoutWithName = (): Checkout => checkoutOf([{ file: caseKinds.file, words: [caseKinds.name] }]);

function checkoutOf(named: readonly Registry[]): Checkout {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'zhengna-made-up-')));
  for (const part of parts)
    cpSync(path.join(root, part), path.join(folder, part), { recursive: true, filter: (source) => !left.has(path.relative(root, source)) });
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  for (const registry of named) nameIn(folder, registry);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The kind's own files, as paths below a checkout. */
export const kindFiles = readdirSync(kindFolder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(kindFolder, path.join(entry.parentPath, entry.name)));

/**
 * Puts the kind's words where the registry lists the others.
 * @throws Error when the registry does not have the words after which they are to stand, or has them twice
 */
function nameIn(folder: string, { file, words }: Registry): void {
  const target = path.join(folder, file);
  const named = words.reduce(
    (text, [after, added]) => {
      const [before, rest, ...more] = text.split(after);
      if (before === undefined || rest === undefined || more.length > 0) throw new Error(`${file} does not have once: ${after}`);
      return `${before}${after}${added}${rest}`;
    },
    readFileSync(target, 'utf8'),
  );
  writeFileSync(target, named);
}
