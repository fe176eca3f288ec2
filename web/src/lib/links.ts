import type { Attachment } from '../../api/common.ts';

/** Link that saves a file instead of showing it. */
export const downloadOf = ({ url }: Pick<Attachment, 'url'>): string => `${url}${url.includes('?') ? '&' : '?'}download=1`;
