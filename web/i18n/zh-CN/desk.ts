/** Words of the officers' desk. */
export const desk = {} as const;
