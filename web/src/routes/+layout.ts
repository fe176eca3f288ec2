/** No server rendering: the person is known only in the browser (a token in memory), and all data come from /api. */
export const ssr = false;
export const prerender = false;
