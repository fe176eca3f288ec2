/** How much what is said of a type may hold, and how long its words may be: of every kind of case. */
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

/** Of fields, papers and stages, by which programs know them. */
export const keyPattern = /^[a-z][a-z0-9-]{0,39}$/;
