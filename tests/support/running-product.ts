import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync } from 'node:fs';

import getPort from 'get-port';

import { serviceAddresses, type ServiceAddresses } from '../../stack/addresses.ts';

/** The processes of which the product consists, and by what their command lines are known. */
const marks = {
  worker: /workers\/main\.ts/,
  web: /web\/server\/main\.ts/,
  temporal: /temporal(\S*) server start-dev/,
  postgres: /\/postgres -D /,
} as const;
export type Part = keyof typeof marks;
export const parts = Object.keys(marks) as Part[];

/** The product as `npm start` runs it, from this checkout unless another is given, in a folder of its own. */
export class RunningProduct {
  readonly origin: string;
  readonly dataDir: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #checkout: string;
  #stack: ChildProcess | null = null;
  #output = '';

  private constructor(dataDir: string, port: number, environment: NodeJS.ProcessEnv, checkout: string) {
    this.dataDir = dataDir;
    this.#checkout = checkout;
    this.origin = `http://127.0.0.1:${String(port)}`;
    this.#environment = { ...process.env, NODE_OPTIONS: '', PORT: String(port), DATA_DIR: dataDir, ...environment };
  }

  /** Starts it and waits until it serves. */
  static async start(dataDir: string, environment: NodeJS.ProcessEnv = {}, checkout = process.cwd()): Promise<RunningProduct> {
    // PostgreSQL may run under another account, which has to get in.
    chmodSync(dataDir, 0o755);
    const product = new RunningProduct(dataDir, await getPort(), environment, checkout);
    await product.start();
    return product;
  }

  async start(): Promise<void> {
    this.#output = '';
    const stack = spawn(process.execPath, ['stack/main.ts'], {
      cwd: this.#checkout,
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#stack = stack;
    const hear = (chunk: Buffer) => (this.#output += chunk.toString());
    stack.stdout.on('data', hear);
    stack.stderr.on('data', hear);
    const end = Date.now() + 300_000;
    while (!this.#output.includes('Ctrl-C stops')) {
      if (stack.exitCode !== null || Date.now() > end) throw new Error(`the product did not start:\n${this.#output}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Ctrl-C. @returns how long it took, in milliseconds */
  async stop(): Promise<number> {
    const stack = this.#stack;
    if (!stack || stack.exitCode !== null || stack.signalCode !== null) return 0;
    const began = Date.now();
    const ended = new Promise<void>((resolve) => stack.once('exit', () => resolve()));
    stack.kill('SIGINT');
    await ended;
    return Date.now() - began;
  }

  /** Where its services are, for looking behind the pages. */
  services(): ServiceAddresses {
    return serviceAddresses(this.dataDir);
  }

  /** What the start printed. */
  get output(): string {
    return this.#output;
  }

  /** `kill -9` of one part; what is meant to watch over it has to bring it back. */
  kill(part: Part): void {
    for (const pid of this.pids(part)) process.kill(pid, 'SIGKILL');
  }

  /** `kill -9` of everything, the one that watches over it first. */
  async killAll(): Promise<void> {
    const stack = this.#stack;
    const ended = new Promise<void>((resolve) => stack?.once('exit', () => resolve()));
    const pids = parts.flatMap((part) => this.pids(part));
    stack?.kill('SIGKILL');
    for (const pid of pids) killQuietly(pid);
    await ended;
  }

  /** The processes of a part, found by their command lines below this product's folder or environment. */
  pids(part: Part): number[] {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => marks[part].test(read(`/proc/${pid}/cmdline`)) && this.#isOurs(pid))
      .map(Number);
  }

  #isOurs(pid: string): boolean {
    return read(`/proc/${pid}/cmdline`).includes(this.dataDir) || read(`/proc/${pid}/environ`).includes(`DATA_DIR=${this.dataDir}`);
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The text of a file of /proc, words apart; empty when the process has gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
