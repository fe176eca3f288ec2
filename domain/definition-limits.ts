/** Limits on type definitions of all kinds of case: maximum numbers of parts and maximum lengths of texts. */
export const definitionLimits = {
  name: 40,
  nameEn: 80,
  fields: 30,
  papers: 50,
  stages: 12,
  choices: 50,
  choice: 60,
  limitMinutes: 525_600,
} as const;

/** Format of the keys of fields, papers and stages, which programs refer to. */
export const keyPattern = /^[a-z][a-z0-9-]{0,39}$/;
