import { redirect } from '@sveltejs/kit';

/** The root has no page: taxpayers come through a bureau, officers through their desk. */
export const load = (): never => redirect(307, '/demo');
