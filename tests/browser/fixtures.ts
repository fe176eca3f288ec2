import { expect, test as base, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';

import { demoPassword } from '../../stack/demo/people.ts';
import { Conversations } from './pages/conversations.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { Desk } from './pages/desk.ts';
import { Supervise } from './pages/supervise.ts';
import { taxpayer, type Taxpayer } from './people.ts';

/** The people of a test, each at a browser of their own. */
export class People {
  readonly origin: string;
  readonly #browser: Browser;
  /** What went wrong in a page without anybody having been told. */
  readonly silent: string[] = [];

  constructor(browser: Browser, origin: string) {
    this.#browser = browser;
    this.origin = origin;
  }

  /** A fresh browser of nobody yet. */
  async browser(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ baseURL: this.origin, ...options });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.silent.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** A taxpayer at the demo bureau's first page, signed in there as one of its identities. */
  async taxpayer(who: Taxpayer | string, options: BrowserContextOptions = {}): Promise<DemoBureau> {
    const { person, identity } = typeof who === 'string' ? taxpayer(who) : who;
    const page = await this.browser(options);
    await page.addInitScript(`localStorage.setItem('zhengna.demo-identity', '${person.id}/${identity.id}')`);
    const bureau = new DemoBureau(page);
    await bureau.open();
    return bureau;
  }

  /** An officer who is signed in. */
  async #signedIn(login: string, options: BrowserContextOptions): Promise<Page> {
    const page = await this.browser(options);
    const answer = await page.request.post('/api/session', { data: { login, password: demoPassword }, headers: { origin: this.origin } });
    expect(answer.status(), `sign-in of ${login}`).toBe(200);
    return page;
  }

  async desk(login: string, view: Parameters<Desk['open']>[0] = 'centre', options: BrowserContextOptions = {}): Promise<Desk> {
    const desk = new Desk(await this.#signedIn(login, options));
    await desk.open(view);
    return desk;
  }

  async conversations(login: string, options: BrowserContextOptions = {}): Promise<Conversations> {
    const pages = new Conversations(await this.#signedIn(login, options));
    await pages.open();
    return pages;
  }

  async supervise(login: string, options: BrowserContextOptions = {}): Promise<Supervise> {
    const pages = new Supervise(await this.#signedIn(login, options));
    await pages.open();
    return pages;
  }

  async close(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
  }
}

/** Tests with people; an error that a page throws fails the test it happens in. */
export const test = base.extend<{ people: People }>({
  people: async ({ browser, baseURL }, use) => {
    if (baseURL === undefined) throw new Error('no product is running');
    const people = new People(browser, baseURL);
    await use(people);
    expect(people.silent).toEqual([]);
    await people.close();
  },
});
export { expect };
