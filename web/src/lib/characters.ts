/** How many characters a text has for a person: code points, without the blanks around it, as the server counts them. */
export const characters = (text: string): number => Array.from(text.trim()).length;
