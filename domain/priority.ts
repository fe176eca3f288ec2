/** Priority of a case, for kinds that have one. */
export const priorities = ['normal', 'urgent'] as const;
export type Priority = (typeof priorities)[number];
