import type { attachmentEndings } from '../../../domain/settings.ts';

export type Ending = (typeof attachmentEndings)[number];

/** What each ending is served as. */
export const mediaTypes: Record<Ending, string> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  png: 'image/png',
  wmv: 'video/x-ms-wmv',
  rmvb: 'application/vnd.rn-realmedia-vbr',
  mp4: 'video/mp4',
  avi: 'video/x-msvideo',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  txt: 'text/plain',
  doc: 'application/msword',
  wps: 'application/vnd.ms-works',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  ofd: 'application/ofd',
};

/** What a browser may show in place; everything else is only saved. */
const shownInPlace = /^(image\/(gif|jpeg|png)|application\/pdf|audio\/(wav|mpeg)|video\/(mp4|x-msvideo|x-ms-wmv))$/;
export const isShownInPlace = (mediaType: string): boolean => shownInPlace.test(mediaType);
