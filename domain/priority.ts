/** How pressing a case is, of kinds whose cases are given one. */
export const priorities = ['normal', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
