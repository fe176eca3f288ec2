import type { CDPSession, Page } from '@playwright/test';

const unlimited = -1;

/** The network of one page: slow, cut, and well again. */
export class Line {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async of(page: Page): Promise<Line> {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    return new Line(session);
  }

  /** @param upload bytes a second */
  slow(upload: number): Promise<void> {
    return this.#set(false, upload);
  }

  cut(): Promise<void> {
    return this.#set(true, unlimited);
  }

  well(): Promise<void> {
    return this.#set(false, unlimited);
  }

  async #set(offline: boolean, uploadThroughput: number): Promise<void> {
    await this.#session.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: unlimited, uploadThroughput });
  }
}
