/** The demo bureau, made to read like an electronic tax bureau. */
export const demo = {} as const;
