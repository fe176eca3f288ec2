/** Words of the supervisor's pages. */
export const supervise = {} as const;
