const endOfDirectory = 0x06054b50;
const fileInDirectory = 0x02014b50;
const endLength = 22;
/** Longest comment after the end of the directory. */
const longestComment = 65_535;

/**
 * Returns how many bytes a zip file says that it unpacks to, by its directory (PKWARE APPNOTE 4.3.12); null for a file without one. Files
 * above 4 GB are not for us: their sizes are marked as 0xffffffff, which is above every limit.
 */
export function unpackedBytes(file: Uint8Array): number | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = findEnd(view);
  if (end === null) return null;
  let at = view.getUint32(end + 16, true);
  let total = 0;
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== fileInDirectory) return null;
    total += view.getUint32(at + 24, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return total;
}

function findEnd(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= first; at -= 1) if (view.getUint32(at, true) === endOfDirectory) return at;
  return null;
}
