import { language } from '#lib/i18n.svelte.ts';

/** What administrators have named in both languages, in the reader's. */
export const named = ({ name, nameEn }: { name: string; nameEn: string }): string => (language() === 'en' ? nameEn : name);
