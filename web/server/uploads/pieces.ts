import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';

import { DataStore, Upload as TusUpload } from '@tus/server';

import { addPiece, claimWriting, deleteEmptyUpload, deleteRemovedUpload, markUploadRemoving, uploadOf } from '../../../db/uploads.ts';
import type { Upload } from '../../../db/models/index.ts';
import { StorageAway, StorageFull } from '../../../runtime/file-store.ts';
import type { Deps } from '../deps.ts';
import { Fault } from '../http/fault.ts';

/** What is kept at once, in bytes: so much is lost at most when a process dies, and held in memory of each upload under way. */
const pieceSize = 1_048_576;

/** Besides those of the full size: every broken line and every PATCH leaves a smaller one. */
const smallPieces = 1_000;

/**
 * The tus server's view of the files of uploads, the same for any number of web processes over one database and one store:
 *
 * 1. What a request sends is kept as pieces under names of their own, and each piece is added to the row of the upload by one statement,
 *    if this request is still the one that writes (`writer`) and the upload ends where the piece begins. A request that sends to an
 *    upload takes it over from any before it. So two requests never mix their bytes, and an acknowledged offset never goes back.
 * 2. Nothing is locked while bytes come. A lock held for the length of an upload would need a connection of PostgreSQL for each
 *    (slow lines hold them for minutes), or a lease, which a process that was stopped for longer than it outlives without knowing.
 *    By rule 1 a request that has lost its turn can do no harm, however late it wakes up.
 * 3. A file that is complete is told of only when it is `ready`, so that whoever learns of its last byte can hand it in, at any process.
 */
export class PieceStore extends DataStore {
  readonly #deps: Deps;
  readonly #finish: (id: string) => Promise<void>;

  /** @param finish makes a file of an upload whose bytes are all there; content when it is one already */
  constructor(deps: Deps, finish: (id: string) => Promise<void>) {
    super();
    this.#deps = deps;
    this.#finish = finish;
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
  }

  /** The row is there already; files come with the first piece. */
  override create(upload: TusUpload): Promise<TusUpload> {
    return Promise.resolve(upload);
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.#known(id);
    if (upload.status === 'uploading' && upload.received === upload.size) await this.#finish(id);
    return new TusUpload({ id, size: upload.size, offset: upload.received, metadata: {}, creation_date: upload.created_at.toISOString() });
  }

  /** @returns how many bytes the upload has now */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const { knex, uploads } = this.#deps;
    const upload = await this.#known(id);
    // The last piece once more, whose answer was lost.
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

  /** A piece that came too late, with its place when the upload needs none any more. */
  async #dropPiece(id: string, piece: string): Promise<void> {
    const { knex, uploads } = this.#deps;
    if ((await uploadOf(knex, id))?.status === 'uploading') await uploads.removePiece(id, piece);
    else await uploads.removePieces(id);
  }

  /** First the row, by which a case could take it up, then the file, then the row's last trace. */
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

/** The bytes of a request, put together to pieces. When the line breaks, what has come is given before the error is thrown. */
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
