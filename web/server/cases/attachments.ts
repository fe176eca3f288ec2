import type { Upload } from '../../../db/models/index.ts';
import { presentationOf } from '../../../domain/file-types.ts';
import type { Attachment } from '../../api/common.ts';

/** @param linkTo signs the address of an upload that the reader may see */
export const presentAttachment = ({ id, name, size, media_type }: Upload, linkTo: (uploadId: string) => string): Attachment => {
  const mediaType = media_type ?? 'application/octet-stream';
  return { id, name, size, mediaType, preview: presentationOf(mediaType).preview, url: linkTo(id) };
};
