import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { bundleWorkflowCode, type BundlerPlugin, type Logger } from '@temporalio/worker';

const root = path.resolve(import.meta.dirname, '..');

/**
 * Bundles the workflows into one file, cached by the fingerprint of the sources, so that a restarted worker need not bundle again.
 * @param folder cache folder
 * @param plugins further plugins that run inside workflows, such as tracing
 * @returns path of the bundle
 */
export async function workflowBundle(folder: string, plugins: BundlerPlugin[] = [], logger?: Logger): Promise<string> {
  const names = plugins.map(({ name }) => `-${name}`).join('');
  const target = path.join(folder, `workflows-${await fingerprint()}${names}.js`);
  if (existsSync(target)) return target;
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    payloadConverterPath: path.join(root, 'workflows', 'payloads.ts'),
    plugins,
    ...(logger && { logger }),
  });
  await mkdir(folder, { recursive: true });
  const part = `${target}.${String(process.pid)}`;
  await writeFile(part, code);
  await rename(part, target);
  return target;
}

/** Hashes all sources that workflows may import, and the versions of the packages. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['domain', 'workflows']) {
    const files = (await readdir(path.join(root, folder), { recursive: true })).filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    for (const file of files.toSorted()) hash.update(file).update(await readFile(path.join(root, folder, file)));
  }
  return hash
    .update(await readFile(path.join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 16);
}
