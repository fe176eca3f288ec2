/** No server rendering: who is looking is known only in the browser (a token in memory), and all data comes from /api. */
export const ssr = false;
export const prerender = false;
