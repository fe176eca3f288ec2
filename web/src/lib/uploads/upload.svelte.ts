/** Upload of one file by the tus protocol (resumable uploads, tus.io 1.0). */
import { DetailedError, Upload as TusUpload } from 'tus-js-client';
import { pause } from '#lib/api/pause.ts';
import { problemFrom } from '#lib/api/problem.ts';
import type { Problem } from '#lib/api/problem.ts';
import { currentAccess } from '#lib/api/request.ts';
import { t } from '#lib/i18n.svelte.ts';
import { uuid } from '#lib/uuid.ts';

/** `paused`: the network is lost, and the upload resumes by itself; `checking`: everything was sent, the server checks the contents. */
export type UploadState = 'chosen' | 'uploading' | 'paused' | 'checking' | 'uploaded' | 'failed' | 'cancelled';

const pauses = [500, 1_500, 3_000, 6_000, 10_000] as const;
const unauthorised = 401;

const problemIn = (error: unknown): Problem | undefined => {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  if (response === null) return undefined;
  try {
    return problemFrom(response.getStatus(), JSON.parse(response.getBody()));
  } catch (unreadable) {
    if (unreadable instanceof SyntaxError) return problemFrom(response.getStatus(), undefined);
    throw unreadable;
  }
};

/** A server error that waiting does not resolve: no storage space. */
const full = 507;
/** The server's offset differs from ours; it is asked for its offset. */
const elsewhere = 409;

/** Network failures and outages are retried; refusals are final. */
const passes = (problem: Problem | undefined): boolean =>
  problem === undefined || (problem.status >= 500 && problem.status !== full) || problem.status === elsewhere;

export class Upload {
  /** Unique in this browser. */
  readonly key: string;
  readonly name: string;
  readonly size: number;
  state = $state<UploadState>('chosen');
  sent = $state(0);
  /** The server's id, once uploaded. */
  id = $state<string>();
  sentence = $state<string>();
  readonly #file: File | undefined;
  readonly #owner: string;
  #tus: TusUpload | undefined;

  /**
   * @param owner separates the uploads of several people in one browser
   * @param key of a file that was chosen before a reload
   */
  constructor(file: File | { readonly id: string; readonly name: string; readonly size: number }, owner: string, key: string = uuid()) {
    this.key = key;
    this.name = file.name;
    this.size = file.size;
    this.#owner = owner;
    if (file instanceof File) {
      this.#file = file;
    } else {
      this.id = file.id;
      this.sent = file.size;
      this.state = 'uploaded';
    }
  }

  get percent(): number {
    return this.size === 0 ? 0 : Math.min(100, Math.floor((this.sent / this.size) * 100));
  }

  get underWay(): boolean {
    return this.state === 'uploading' || this.state === 'paused' || this.state === 'checking';
  }

  get canStart(): boolean {
    return this.#file !== undefined && (this.state === 'chosen' || this.state === 'cancelled');
  }

  /** Uploads the file, resuming an earlier attempt of the same file; ends uploaded, failed or cancelled. */
  async start(): Promise<void> {
    const file = this.#file;
    if (file === undefined || !this.canStart) return;
    this.state = 'uploading';
    this.sentence = undefined;
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      const error = await this.#send(file);
      if (!this.underWay) return;
      if (error === undefined) {
        this.state = 'uploaded';
        return;
      }
      const problem = problemIn(error);
      if (problem?.status === unauthorised && !renewed) {
        renewed = true;
        if ((await currentAccess().renew()) !== null) continue;
      }
      if (!passes(problem)) {
        this.state = 'failed';
        this.sentence = problem?.message ?? t('files.failed');
        return;
      }
      this.state = 'paused';
      await pause(pauses[Math.min(attempt, pauses.length - 1)] ?? 0);
    }
  }

  /** 取消上传: stops the upload and deletes it on the server. */
  async cancel(): Promise<void> {
    if (!this.underWay) return;
    this.state = 'cancelled';
    this.sent = 0;
    const tus = this.#tus;
    this.#tus = undefined;
    // If the server cannot be told now, it sweeps the upload later.
    await tus?.abort(true).catch((error: unknown) => error);
  }

  #send(file: File): Promise<unknown> {
    return new Promise((resolve) => {
      const tus = this.#tus ?? this.#prepare(file);
      this.#tus = tus;
      tus.options.onError = resolve;
      tus.options.onSuccess = () => {
        this.id = tus.url?.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1);
        resolve(undefined);
      };
      if (tus.url !== null) {
        tus.start();
        return;
      }
      void tus.findPreviousUploads().then((earlier) => {
        const last = earlier.at(-1);
        if (last !== undefined) tus.resumeFromPreviousUpload(last);
        tus.start();
      }, resolve);
    });
  }

  #prepare(file: File): TusUpload {
    return new TusUpload(file, {
      endpoint: '/api/uploads',
      metadata: { filename: file.name, filetype: file.type },
      retryDelays: null,
      removeFingerprintOnSuccess: true,
      fingerprint: () => Promise.resolve(['zhengna', this.#owner, file.name, file.type, file.size, file.lastModified].join('|')),
      onBeforeRequest: (request) => {
        const token = currentAccess().token();
        if (token !== null) request.setHeader('Authorization', `Bearer ${token}`);
      },
      onProgress: (sent) => {
        if (!this.underWay) return;
        this.sent = sent;
        this.state = sent >= this.size ? 'checking' : 'uploading';
      },
    });
  }
}
