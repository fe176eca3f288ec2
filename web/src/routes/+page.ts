import { redirect } from '@sveltejs/kit';

/** There is no page of our own at the root: people come through a bureau, officers through their desk. */
export const load = (): never => redirect(307, '/demo');
