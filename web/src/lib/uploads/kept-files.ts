/**
 * Chosen files that are not uploaded yet, kept in the browser (IndexedDB) through a reload or a crash. Where a browser forbids it or has no
 * room, they last as long as the page.
 */
const databaseName = 'zhengna.files';
const storeName = 'files';
/** What nobody fetched back within this time is deleted. */
const longestMs = 7 * 86_400_000;

interface Kept {
  readonly at: number;
  readonly file: File;
}

let opening: Promise<IDBDatabase | null> | undefined;

const open = (): Promise<IDBDatabase | null> =>
  new Promise((resolve) => {
    const nothing = (): void => {
      resolve(null);
    };
    try {
      const request = indexedDB.open(databaseName, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(storeName);
      };
      request.onsuccess = () => {
        resolve(request.result);
      };
      request.onerror = nothing;
      request.onblocked = nothing;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      nothing();
    }
  });

const settled = <Value>(request: IDBRequest<Value>): Promise<Value | undefined> =>
  new Promise((resolve) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = (event) => {
      // A full store is no fault of the page.
      event.preventDefault();
      resolve(undefined);
    };
  });

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
  opening ??= open();
  const database = await opening;
  return database === null ? null : database.transaction(storeName, mode).objectStore(storeName);
}

/** Keeps a file under a key that is unique in this browser. */
export async function keepFile(key: string, file: File): Promise<void> {
  const kept: Kept = { at: Date.now(), file };
  const files = await store('readwrite');
  if (files !== null) await settled(files.put(kept, key));
}

/** Returns a kept file; undefined when it is gone. */
export async function keptFile(key: string): Promise<File | undefined> {
  const files = await store('readonly');
  const kept = files === null ? undefined : ((await settled(files.get(key))) as Kept | undefined);
  return kept?.file;
}

/** Forgets a file that was uploaded or is not wanted any more. */
export async function forgetFile(key: string): Promise<void> {
  const files = await store('readwrite');
  if (files !== null) await settled(files.delete(key));
}

/** Deletes what was left behind too long ago. */
export async function sweepKeptFiles(): Promise<void> {
  const files = await store('readwrite');
  if (files === null) return;
  const before = Date.now() - longestMs;
  const cursor = files.openCursor();
  cursor.onsuccess = () => {
    const { result } = cursor;
    if (result === null) return;
    if ((result.value as Kept).at < before) result.delete();
    result.continue();
  };
}
