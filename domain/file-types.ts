/** Registry of uploadable file types (D2): endings, content detection, media type and preview. Everything else is derived from it. */

/** Preview of a file in the page; `null` when it can only be saved. */
export type Preview = 'image' | 'pdf' | 'audio' | 'video' | null;

/** File type detected by content. Some are detected only to name the type of a refused file. */
export type Content =
  'gif' | 'jpg' | 'png' | 'asf' | 'rmvb' | 'mp4' | 'avi' | 'wav' | 'mp3' | 'text' | OfficeContent | 'pdf' | 'ofd' | OtherContent;
/** Word, Excel and WPS as compound files (MS-CFB) and as zips of XML (ECMA-376). */
type OfficeContent = 'doc' | 'wps' | 'xls' | 'docx' | 'xlsx';
type OtherContent =
  | 'encrypted-office'
  | 'docm'
  | 'xlsm'
  | 'pptx'
  | 'ppt'
  | 'mov'
  | 'heic'
  | 'webp'
  | 'bmp'
  | 'tiff'
  | 'rtf'
  | 'html'
  | 'zip'
  | 'rar'
  | '7z'
  | 'exe'
  | 'flv'
  | 'amr'
  | 'm4a';

interface FileType {
  /** Other endings of the same type. */
  aliases: readonly string[];
  content: readonly [Content, ...Content[]];
  /** Media type in responses. */
  mediaType: string;
  preview: Preview;
  /** True when the browser opens it; otherwise it is saved. */
  inPlace: boolean;
}

const saved = { aliases: [], preview: null, inPlace: false } as const;
const openXml = 'application/vnd.openxmlformats-officedocument';

/** In display order. */
export const fileTypes = {
  gif: { aliases: [], content: ['gif'], mediaType: 'image/gif', preview: 'image', inPlace: true },
  jpg: { aliases: ['jpeg', 'jpe', 'jfif'], content: ['jpg'], mediaType: 'image/jpeg', preview: 'image', inPlace: true },
  png: { aliases: [], content: ['png'], mediaType: 'image/png', preview: 'image', inPlace: true },
  wmv: { aliases: [], content: ['asf'], mediaType: 'video/x-ms-wmv', preview: null, inPlace: true },
  rmvb: { ...saved, content: ['rmvb'], mediaType: 'application/vnd.rn-realmedia-vbr' },
  mp4: { aliases: [], content: ['mp4'], mediaType: 'video/mp4', preview: 'video', inPlace: true },
  avi: { aliases: [], content: ['avi'], mediaType: 'video/x-msvideo', preview: null, inPlace: true },
  wav: { aliases: [], content: ['wav'], mediaType: 'audio/wav', preview: 'audio', inPlace: true },
  mp3: { aliases: [], content: ['mp3'], mediaType: 'audio/mpeg', preview: 'audio', inPlace: true },
  txt: { ...saved, content: ['text', 'html', 'rtf'], mediaType: 'text/plain' },
  doc: { ...saved, content: ['doc'], mediaType: 'application/msword' },
  wps: { ...saved, content: ['wps', 'doc', 'docx'], mediaType: 'application/vnd.ms-works' },
  docx: { ...saved, content: ['docx'], mediaType: `${openXml}.wordprocessingml.document` },
  xls: { ...saved, content: ['xls'], mediaType: 'application/vnd.ms-excel' },
  xlsx: { ...saved, content: ['xlsx'], mediaType: `${openXml}.spreadsheetml.sheet` },
  pdf: { aliases: [], content: ['pdf'], mediaType: 'application/pdf', preview: 'pdf', inPlace: true },
  ofd: { ...saved, content: ['ofd'], mediaType: 'application/ofd' },
} as const satisfies Record<string, FileType>;

export type Ending = keyof typeof fileTypes;

export const endings = Object.keys(fileTypes) as [Ending, ...Ending[]];

/** Accepted endings and their types. */
const known = new Map<string, Ending>(endings.flatMap((ending) => [ending, ...fileTypes[ending].aliases].map((name) => [name, ending])));

/** All accepted endings, grouped by type. */
export const acceptedEndings: readonly string[] = [...known.keys()];

/** Returns the type of an ending; undefined when it is not accepted. */
export const typeOfEnding = (ending: string): Ending | undefined => known.get(ending.normalize('NFKC').toLowerCase());

/** Returns the type under which a content may be uploaded; undefined when there is none. */
export const typeOfContent = (content: Content): Ending | undefined =>
  endings.find((ending) => (fileTypes[ending].content as readonly Content[])[0] === content);

/** Returns how a file of a media type is shown. */
export const presentationOf = (mediaType: string): { preview: Preview; inPlace: boolean } =>
  Object.values(fileTypes).find((type) => type.mediaType === mediaType) ?? saved;
