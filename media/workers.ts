/** mediasoup's workers: one a core, each with one port for all its media. A worker that dies is replaced, and its rooms are told. */
import { createWorker } from 'mediasoup';
import type { types } from 'mediasoup';

export interface WorkerPlaces {
  /** Address to listen on. */
  ip: string;
  /** Address that browsers reach; undefined for `ip` itself. */
  announcedAddress: string | undefined;
  /** Port of the first worker; the others follow. 0 for any. */
  port: number;
}

export interface PooledWorker {
  readonly worker: types.Worker;
  readonly server: types.WebRtcServer;
  /** Number of rooms on it. */
  rooms: number;
}

/** Milliseconds until a dead worker is replaced; doubled while that fails. */
const firstWaitMs = 200;
const longestWaitMs = 10_000;

export class WorkerPool {
  readonly #places: WorkerPlaces;
  readonly #onTrouble: (what: string, error: unknown) => void;
  readonly #workers: (PooledWorker | undefined)[];
  #closed = false;

  private constructor(places: WorkerPlaces, count: number, onTrouble: (what: string, error: unknown) => void) {
    this.#places = places;
    this.#onTrouble = onTrouble;
    this.#workers = Array.from({ length: count }, () => undefined);
  }

  /** Starts them. mediasoup finds their program in the npm package, or at MEDIASOUP_WORKER_BIN. */
  static async create(places: WorkerPlaces, count: number, onTrouble: (what: string, error: unknown) => void): Promise<WorkerPool> {
    const pool = new WorkerPool(places, count, onTrouble);
    await Promise.all(pool.#workers.map((_, index) => pool.#start(index)));
    return pool;
  }

  /**
   * Returns the worker with the fewest rooms.
   * @throws Error while there is none
   */
  next(): PooledWorker {
    const alive = this.#workers.filter((each) => each !== undefined);
    const least = alive.reduce<PooledWorker | undefined>((a, b) => (a === undefined || b.rooms < a.rooms ? b : a), undefined);
    if (least === undefined) throw new Error('no media worker runs');
    return least;
  }

  /** Process ids of the running workers. */
  get pids(): readonly number[] {
    return this.#workers.flatMap((each) => (each === undefined ? [] : [each.worker.pid]));
  }

  close(): void {
    this.#closed = true;
    for (const each of this.#workers) each?.worker.close();
  }

  async #start(index: number): Promise<void> {
    const { ip, announcedAddress, port } = this.#places;
    const worker = await createWorker({ logLevel: 'warn' });
    const listen = (protocol: 'udp' | 'tcp'): types.TransportListenInfo => ({
      protocol,
      ip,
      ...(announcedAddress !== undefined && { announcedAddress }),
      ...(port > 0 && { port: port + index }),
    });
    const server = await worker.createWebRtcServer({ listenInfos: [listen('udp'), listen('tcp')] });
    if (this.#closed) {
      worker.close();
      return;
    }
    this.#workers[index] = { worker, server, rooms: 0 };
    worker.once('died', (error) => {
      this.#workers[index] = undefined;
      this.#onTrouble('a media worker died', error);
      void this.#startAgain(index);
    });
  }

  async #startAgain(index: number): Promise<void> {
    for (let wait = firstWaitMs; !this.#closed; wait = Math.min(2 * wait, longestWaitMs)) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      try {
        await this.#start(index);
        return;
      } catch (error) {
        this.#onTrouble('a media worker could not be started', error);
      }
    }
  }
}
