import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';

/** Built from the repository's root (`vite build --config web/vite.config.ts`): the adapter reads package.json there. */
const root = import.meta.dirname;

/**
 * The pages are drawn by the browser (ssr is off), so scripts come from our own origin only; the one inline
 * script is SvelteKit's start, which it signs by nonce. Styles allow inline attributes because floating
 * menus are placed by them. Who may frame a page is decided by path in src/hooks.server.ts.
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

export default defineConfig({
  root,
  plugins: [
    sveltekit({
      adapter: adapter({ out: `${root}/build` }),
      csp: { mode: 'nonce', directives: Object.fromEntries(Object.entries(directives).map(([name, sources]) => [name, [...sources]])) },
      compilerOptions: { runes: ({ filename }) => (filename.includes('node_modules') ? undefined : true) },
    }),
  ],
  // domain/, web/api and web/i18n lie beside src; the development server must be allowed to read them.
  server: { fs: { allow: [`${root}/..`] } },
  build: { target: 'es2022' },
});
