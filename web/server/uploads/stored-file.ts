import type { Context } from 'koa';
import type { Readable } from 'node:stream';

import type { FileStore } from '../../../runtime/file-store.ts';

type FileAnswer = { status: 200 | 206; body: Readable | null };

/** Answers with a stored file, or with the range of it that is asked for. @param size its bytes */
export async function storedFile(
  ctx: Context,
  store: FileStore,
  { id, size, range }: { id: string; size: number; range: { start: number; end: number } | null },
): Promise<FileAnswer> {
  ctx.set('Accept-Ranges', 'bytes');
  if (range) ctx.set('Content-Range', `bytes ${String(range.start)}-${String(range.end)}/${String(size)}`);
  ctx.length = range ? range.end - range.start + 1 : size;
  const body = ctx.method === 'HEAD' ? null : await store.read(id, range ?? undefined);
  return { status: range ? 206 : 200, body };
}
