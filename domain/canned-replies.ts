/** Canned replies: limits, and the placeholders in their texts. */

/** A centre's own, and each officer's own. */
export const maxCannedReplies = 200;
export const maxCannedTitleLength = 40;

/** A placeholder is stored as `{taxpayer}`, in whatever language a page shows it. */
const cannedVariables = ['taxpayer', 'officer', 'number'] as const;
export type CannedVariable = (typeof cannedVariables)[number];

/** Replaces the placeholders of a text; anything else in braces stays as it is. */
export const filledIn = (text: string, values: Readonly<Record<CannedVariable, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const variable = cannedVariables.find((each) => each === name);
    return variable === undefined ? whole : values[variable];
  });

/** Returns the text with placeholders by the names of one language, such as `{纳税人}`. */
export const withNames = (text: string, names: Readonly<Record<CannedVariable, string>>): string =>
  filledIn(text, { taxpayer: `{${names.taxpayer}}`, officer: `{${names.officer}}`, number: `{${names.number}}` });

/** Reverses `withNames`. */
export const withoutNames = (text: string, names: Readonly<Record<CannedVariable, string>>): string =>
  cannedVariables.reduce((rest, variable) => rest.replaceAll(`{${names[variable]}}`, `{${variable}}`), text);
