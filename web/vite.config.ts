import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig, minifySync, type Plugin } from 'vite';

/** Built from the repository's root (`vite build --config web/vite.config.ts`), because the adapter reads package.json there. */
const root = import.meta.dirname;

/**
 * The browser renders the pages (ssr is off), so scripts come from our own origin only; the one inline script is SvelteKit's start, allowed
 * by nonce. Inline style attributes are allowed, because floating menus are positioned by them. src/hooks.server.ts decides by path who may
 * frame a page.
 */
const directives = {
  'default-src': ['self'],
  'script-src': ['self'],
  'style-src': ['self', 'unsafe-inline'],
  'img-src': ['self', 'data:', 'blob:'],
  'media-src': ['self', 'blob:'],
  'frame-src': ['self', 'blob:'],
  'connect-src': ['self'],
  'object-src': ['none'],
  'base-uri': ['self'],
  'form-action': ['self'],
} as const;

/** The bureaus' pages load the embedding script by its name, so it is copied and not bundled. Each of their pages waits for it: it is made small. */
const smallEmbed: Plugin = {
  name: 'small-embed',
  apply: 'build',
  writeBundle: ({ dir }) => {
    const path = `${dir ?? ''}/embed.js`;
    if (existsSync(path)) writeFileSync(path, minifySync(path, readFileSync(path, 'utf8')).code);
  },
};

export default defineConfig({
  root,
  plugins: [
    smallEmbed,
    sveltekit({
      adapter: adapter({ out: `${root}/build` }),
      csp: { mode: 'nonce', directives: Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]])) },
      compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
    }),
  ],
  // domain/, web/api and web/i18n lie outside src; the development server needs permission to read them.
  server: { fs: { allow: [`${root}/..`] } },
  build: { target: 'es2022' },
});
