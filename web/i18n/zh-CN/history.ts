/** A workflow's history in plain words. */
export const history = {} as const;
