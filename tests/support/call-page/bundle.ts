/** Prints what the page of calls runs, in one file. */
import path from 'node:path';

import { build } from 'vite';

const made = await build({
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    write: false,
    minify: false,
    lib: { entry: path.join(import.meta.dirname, 'page.ts'), formats: ['iife'], name: 'page', fileName: 'page' },
  },
});
const output = Array.isArray(made) ? made[0] : made;
if (output === undefined || !('output' in output)) throw new Error('the page was not bundled');
process.stdout.write(output.output[0].code);
