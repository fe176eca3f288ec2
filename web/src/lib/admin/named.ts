import { language } from '#lib/i18n.svelte.ts';

/** Name in the reader's language, of something that has names in both. */
export const named = ({ name, nameEn }: { name: string; nameEn: string }): string => (language() === 'en' ? nameEn : name);
