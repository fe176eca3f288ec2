/**
 * Store of uploaded files: in a folder (here) or in a bucket (object-store.ts).
 *
 * 1. A complete file is stored under its upload's id. It is written once and never changed.
 * 2. A piece of an unfinished upload is stored under a unique name. It is written once, too.
 * 3. Written data survive a power cut.
 * 4. A store that is full or unavailable throws `StorageFull` or `StorageAway` and nothing else.
 */
import { createReadStream, mkdirSync } from 'node:fs';
import { appendFile, chmod, link, mkdir, open, readFile, rm, stat, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';

import { codeOf } from './plain-error.ts';

/** Error when there is no space left. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** Error while files can be neither read nor written. */
export class StorageAway extends Error {
  override readonly name = 'StorageAway';
}

export interface StoredFile {
  /** Bytes. */
  size: number;
  /** Changes whenever the content may have changed. */
  tag: string;
}

export interface FileStore {
  /**
   * @param room number of bytes that have to fit
   * @throws StorageAway, StorageFull
   */
  check(room?: number): Promise<void>;
  /** Stores a piece. @param piece a unique name */
  putPiece(id: string, piece: string, content: Buffer): Promise<void>;
  removePiece(id: string, piece: string): Promise<void>;
  removePieces(id: string): Promise<void>;
  /**
   * Joins pieces into a file on the local disk, which exists while `look` runs.
   * @param pieces names in order
   */
  withPieces<T>(id: string, pieces: readonly string[], look: (file: string) => Promise<T>): Promise<T>;
  /**
   * Gives a path on the local disk at which a new file can be written before it is put; what is there afterwards is removed.
   */
  withNew<T>(id: string, write: (file: string) => Promise<T>): Promise<T>;
  /** Stores a complete file; an existing one is kept. @param file path on the local disk, given by `withPieces` or `withNew` */
  put(id: string, file: string): Promise<void>;
  /** Stores a copy of a complete file under another id; an existing one is kept. */
  copy(id: string, to: string): Promise<void>;
  /** Returns null when there is no complete file. */
  stat(id: string): Promise<StoredFile | null>;
  /** Returns the complete file. @param range first and last byte, both inclusive */
  read(id: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Removes the file and the pieces of an upload; missing ones are no error. */
  remove(id: string): Promise<void>;
  close(): void;
}

/** Accepts only our uuids, because an id becomes a path or a key. */
export function checkId(id: string): string {
  if (!/^[\da-f-]{36}$/.test(id)) throw new Error('not an id of an upload');
  return id;
}

/** Bytes that always stay free, because a completely full disk stops more than uploads. */
const reserve = 32 * 1_048_576;

const full = ['ENOSPC', 'EDQUOT'];
const away = ['EIO', 'EROFS', 'EACCES', 'EPERM', 'ESTALE', 'ENOTCONN', 'ETIMEDOUT', 'EMFILE', 'ENFILE'];

function named(error: unknown): unknown {
  const code = codeOf(error) ?? '';
  if (full.includes(code)) return new StorageFull('there is no room for files', { cause: error });
  if (away.includes(code)) return new StorageAway(`the folder of files answers ${code}`, { cause: error });
  return error;
}

async function naming<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw named(error);
  }
}

/** @param directory created when missing; readable only by this program */
export function createFolderStore(directory: string): FileStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const fileOf = (id: string): string => path.join(directory, checkId(id));
  const piecesOf = (id: string): string => `${fileOf(id)}.pieces`;
  const pieceOf = (id: string, piece: string): string => path.join(piecesOf(id), checkId(piece));

  const store: FileStore = {
    async check(room = 0) {
      const { bavail, bsize } = await naming(statfs(directory)).catch((error: unknown) => {
        throw codeOf(error) === 'ENOENT' ? new StorageAway('the folder of files is not there', { cause: error }) : error;
      });
      if (bavail * bsize < reserve + room) throw new StorageFull('there is no room for files');
    },
    async putPiece(id, piece, content) {
      try {
        await naming(mkdir(piecesOf(id), { recursive: true, mode: 0o700 }));
        await naming(writeFile(pieceOf(id, piece), content, { flag: 'wx', mode: 0o600, flush: true }));
      } catch (error) {
        await store.removePiece(id, piece);
        throw error;
      }
    },
    removePiece: (id, piece) => rm(pieceOf(id, piece), { force: true }),
    removePieces: (id) => rm(piecesOf(id), { recursive: true, force: true }),
    async withPieces(id, pieces, look) {
      const [only] = pieces;
      if (only !== undefined && pieces.length === 1) return await look(pieceOf(id, only));
      const whole = pieceOf(id, crypto.randomUUID());
      try {
        for (const piece of pieces) await naming(appendFile(whole, await readFile(pieceOf(id, piece)), { mode: 0o600 }));
        return await look(whole);
      } finally {
        await rm(whole, { force: true });
      }
    },
    async withNew(id, write) {
      try {
        await naming(mkdir(piecesOf(id), { recursive: true, mode: 0o700 }));
        return await write(pieceOf(id, crypto.randomUUID()));
      } finally {
        await store.removePieces(id);
      }
    },
    async put(id, file) {
      await naming(makeDurable(file));
      await chmod(file, 0o400);
      try {
        await naming(link(file, fileOf(id)));
      } catch (error) {
        // Another process has joined the same pieces meanwhile.
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      await naming(makeDurable(directory));
    },
    async copy(id, to) {
      try {
        // A complete file never changes, so both ids can name it.
        await naming(link(fileOf(id), fileOf(to)));
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      await naming(makeDurable(directory));
    },
    async stat(id) {
      try {
        const { size, ino, mtimeMs, ctimeMs } = await naming(stat(fileOf(id)));
        return { size, tag: [ino, size, mtimeMs, ctimeMs].join('-') };
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    },
    read: (id, range) => Promise.resolve(createReadStream(fileOf(id), range)),
    async remove(id) {
      // Earlier versions stored metadata in the third file.
      await Promise.all([rm(fileOf(id), { force: true }), store.removePieces(id), rm(`${fileOf(id)}.json`, { force: true })]);
    },
    close: () => undefined,
  };
  return store;
}

async function makeDurable(place: string): Promise<void> {
  const handle = await open(place);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
