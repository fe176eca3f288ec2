import type { Upload } from '../../../db/models/index.ts';
import type { Attachment } from '../../api/common.ts';

/** What browsers show by themselves; everything else is only downloaded. */
const previews: Record<string, Attachment['preview']> = {
  'image/gif': 'image',
  'image/jpeg': 'image',
  'image/png': 'image',
  'application/pdf': 'pdf',
  'audio/mpeg': 'audio',
  'audio/wav': 'audio',
  'audio/x-wav': 'audio',
  'audio/vnd.wave': 'audio',
  'video/mp4': 'video',
};

/** @param linkTo signs the address of an upload that the reader may see */
export const presentAttachment = ({ id, name, size, media_type }: Upload, linkTo: (uploadId: string) => string): Attachment => {
  const mediaType = media_type ?? 'application/octet-stream';
  return { id, name, size, mediaType, preview: previews[mediaType] ?? null, url: linkTo(id) };
};
