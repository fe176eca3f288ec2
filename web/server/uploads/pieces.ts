import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

import { DataStore, Upload as TusUpload } from '@tus/server';

import { addPiece, claimWriting, deleteEmptyUpload, deleteRemovedUpload, markUploadRemoving, uploadOf } from '../../../db/uploads.ts';
import type { Upload } from '../../../db/models/index.ts';
import { StorageAway, StorageFull } from '../../../runtime/file-store.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/** Piece size in bytes: the maximum that is lost when a process dies, and the memory used per running upload. */
const pieceSize = 1_048_576;

/** Maximum number of pieces besides those of full size: every broken connection and every PATCH leaves a smaller one. */
const smallPieces = 1_000;

/**
 * The tus server's data store for uploads, for any number of web processes over one database and one file store:
 *
 * 1. Each request stores its bytes as pieces under names of their own. One statement adds a piece to the upload's row, if this request is
 *    still the writer (`writer`) and the upload ends where the piece begins. A request that writes to an upload takes it over from any
 *    earlier one. So two requests never mix their bytes, and an acknowledged offset never decreases.
 * 2. No lock is held while bytes arrive. A database lock would need a connection per upload for minutes on slow lines; a lease can expire
 *    unnoticed while its process is suspended. By rule 1, a request that has lost its turn cannot do harm, however late it resumes.
 * 3. A complete file is acknowledged only once it is `ready`, so that a client that has the acknowledgement can hand it in through any
 *    process.
 */
export class PieceStore extends DataStore {
  readonly #deps: Deps;
  readonly #finish: (id: string) => Promise<void>;

  /** @param finish turns a complete upload into a file; succeeds when it is one already */
  constructor(deps: Deps, finish: (id: string) => Promise<void>) {
    super();
    this.#deps = deps;
    this.#finish = finish;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  /** The row exists already; files follow with the first piece. */
  override create(upload: TusUpload): Promise<TusUpload> {
    return Promise.resolve(upload);
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.#known(id);
    if (upload.status === 'uploading' && upload.received === upload.size) await this.#finish(id);
    return new TusUpload({ id, size: upload.size, offset: upload.received, metadata: {}, creation_date: upload.created_at.toISOString() });
  }

  /** @returns number of bytes that the upload has now */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const { knex, uploads } = this.#deps;
    const upload = await this.#known(id);
    // A repetition of the last piece, whose answer was lost.
    if (upload.status === 'ready' && offset === upload.size) return offset;
    const most = Math.ceil(upload.size / pieceSize) + smallPieces;
    if (upload.pieces.length >= most) throw new Fault('malformed-request');
    const writer = randomUUID();
    if (!(await claimWriting(knex, id, offset, writer))) throw new Fault('upload-offset');
    let received = offset;
    try {
      for await (const content of piecesOf(stream)) {
        const piece = randomUUID();
        await uploads.putPiece(id, piece, content);
        if (!(await addPiece(knex, { id, writer, start: received, size: content.length, piece, most }))) {
          await this.#dropPiece(id, piece);
          throw new Fault('upload-offset');
        }
        received += content.length;
      }
    } catch (error) {
      if (error instanceof StorageFull || error instanceof StorageAway) await deleteEmptyUpload(knex, id);
      throw error;
    }
    return received;
  }

  /** Removes a piece that came too late; removes all pieces when the upload needs none any more. */
  async #dropPiece(id: string, piece: string): Promise<void> {
    const { knex, uploads } = this.#deps;
    if ((await uploadOf(knex, id))?.status === 'uploading') await uploads.removePiece(id, piece);
    else await uploads.removePieces(id);
  }

  /** First the row, by which a case could adopt the file, then the file, then the row's last trace. */
  override async remove(id: string): Promise<void> {
    const { knex, uploads } = this.#deps;
    if (!(await markUploadRemoving(knex, id))) throw new Fault('not-allowed');
    await uploads.remove(id);
    await deleteRemovedUpload(knex, id);
  }

  async #known(id: string): Promise<Upload> {
    const upload = await uploadOf(this.#deps.knex, id);
    if (upload === undefined || upload.status === 'refused' || upload.status === 'removing') throw new Fault('not-found');
    return upload;
  }
}

/** Assembles a request's bytes into pieces. When the connection breaks, yields what has arrived before it throws. */
async function* piecesOf(stream: Readable): AsyncGenerator<Buffer> {
  let chunks: Buffer[] = [];
  let length = 0;
  const take = (): Buffer => {
    const piece = Buffer.concat(chunks);
    chunks = [];
    length = 0;
    return piece;
  };
  const chunk = stream[Symbol.asyncIterator]();
  const broken: unknown[] = [];
  for (;;) {
    const next = await chunk.next().catch((error: unknown) => {
      broken.push(error);
      return { done: true, value: undefined };
    });
    if (next.done === true) break;
    const bytes = next.value as Buffer;
    chunks.push(bytes);
    length += bytes.length;
    if (length >= pieceSize) yield take();
  }
  if (length > 0) yield take();
  for (const error of broken) throw error;
}
