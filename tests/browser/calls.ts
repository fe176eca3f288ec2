import { readdirSync, readFileSync } from 'node:fs';

import { expect, type Locator, type Page } from '@playwright/test';

import { findChromium } from '../../stack/browser.ts';
import { coveredButtons, playedSoFar } from './dom.ts';
import type { People } from './fixtures.ts';
import { ownCentre, type OwnCentre } from './own-centre.ts';
import { ConversationPage } from './pages/conversation.ts';
import type { Conversations } from './pages/conversations.ts';
import type { DemoBureau } from './pages/demo-bureau.ts';
import { apiTaxpayer, endRunning, handInByApi, type Taxpayer } from './people.ts';

/** Devices of a test: a picture that moves, a sound that beeps, a screen; media stay on this machine. */
export const withDevices = {
  executablePath: await findChromium(),
  args: [
    '--no-sandbox',
    // Few pictures a second: this machine codes all of them by itself.
    '--use-fake-device-for-media-stream=fps=5',
    '--use-fake-ui-for-media-stream',
    '--allow-loopback-in-peer-connection',
    '--autoplay-policy=no-user-gesture-required',
  ],
};

/** Media begin and come back within this, on a machine with other work to do. */
const mediaWithinMs = 60_000;

/** A conversation that an officer has accepted, and the call of it at both sides. */
export class Talk {
  readonly who: Taxpayer;
  /** Centre that nobody else knows. */
  readonly centre: OwnCentre;
  readonly page: Page;
  readonly talk: ConversationPage;
  readonly desk: Conversations;

  private constructor(parts: { who: Taxpayer; centre: OwnCentre; page: Page; talk: ConversationPage; desk: Conversations }) {
    this.who = parts.who;
    this.centre = parts.centre;
    this.page = parts.page;
    this.talk = parts.talk;
    this.desk = parts.desk;
  }

  /**
   * @param prepare script that the taxpayer's page runs before its own
   * @param at the bureau where the taxpayer is; the demo's by default
   */
  static async begin(people: People, who: Taxpayer, prepare?: string, at?: DemoBureau): Promise<Talk> {
    const centre = await ownCentre();
    const api = await apiTaxpayer(people.origin, who);
    await endRunning(api);
    // The centre that had the taxpayer's last case serves the conversation.
    await handInByApi(api, centre.id, '请问个人出租住房如何缴纳增值税和房产税，税率分别是多少？');
    const desk = await people.conversations(centre.agent);
    await desk.setStatus('在线');
    const bureau = at ?? (await people.taxpayer(who, { reducedMotion: 'reduce' }));
    if (prepare !== undefined) {
      await bureau.page.addInitScript(prepare);
      await bureau.page.reload();
    }
    const talk = new ConversationPage(await bureau.openWindow());
    await talk.say('请问发票额度怎么调整？');
    await talk.askForOfficer();
    await desk.accept(who.name);
    return new Talk({ who, centre, page: bureau.page, talk, desk });
  }

  /** The call at the taxpayer's side. */
  get own(): Locator {
    return this.talk.window.main.getByRole('region', { name: '通话' });
  }

  /** The call at the officer's side. */
  get officers(): Locator {
    return this.desk.page.getByRole('region', { name: '通话' });
  }

  get consent(): Locator {
    return this.talk.window.frame.getByRole('dialog', { name: /^同意/ });
  }

  /** The taxpayer asks; the officer invites; the taxpayer looks at what is to be agreed to. Media may still be prepared. */
  async askAndInvite(tool: '音视频' | '远程协助' = '音视频'): Promise<void> {
    const asked = this.desk.page.getByText(/^纳税人请求/);
    await expect(async () => {
      await this.talk.tool(tool).click();
      await expect(asked).toBeVisible({ timeout: 3_000 });
    }).toPass({ timeout: 60_000 });
    await this.desk.page.getByRole('button', { name: '邀请', exact: true }).click();
    await this.talk.window.main.getByRole('button', { name: '查看并同意' }).click();
    await expect(this.consent).toBeVisible();
  }

  async agree(): Promise<void> {
    await this.consent.getByRole('button', { name: '同意并加入' }).click();
  }

  /** A call in which both see each other. */
  async call(): Promise<void> {
    await this.askAndInvite();
    await this.agree();
    await this.bothSee();
  }

  async bothSee(): Promise<void> {
    await moves(this.own.getByLabel('对方画面'));
    await moves(this.officers.getByLabel('对方画面'));
  }

  /** Ended by the officer, and over at both sides. */
  async hangUp(): Promise<void> {
    await this.officers.getByRole('button', { name: '挂断' }).click();
    await expect(this.own).toHaveCount(0);
    await expect(this.officers).toHaveCount(0);
  }
}

/** Frames are decoded: the picture has a size and goes on. */
export async function moves(video: Locator): Promise<void> {
  const look = (): Promise<{ width: number; frames: number }> => video.evaluate(playedSoFar);
  await expect(async () => {
    await expect(video).toBeVisible({ timeout: 1_000 });
    const before = await look();
    expect(before.width).toBeGreaterThan(0);
    await expect.poll(async () => (await look()).frames, { timeout: 10_000 }).toBeGreaterThan(before.frames + 3);
  }).toPass({ timeout: mediaWithinMs });
}

/** Every button of a call can be reached by the pointer: nothing covers it, nothing cuts it off. */
export async function uncovered(call: Locator): Promise<void> {
  expect(await call.evaluate(coveredButtons)).toEqual([]);
}

/** Process ids of the media workers of the product under test. */
export function workerPids(): number[] {
  const mark = `DATA_DIR=${process.env['PRODUCT_DATA_DIR'] ?? ''}\0`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/u.test(name))
    .flatMap((pid) => {
      try {
        const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        const parent = rest.split(' ')[1] ?? '';
        return name.startsWith('mediasoup') && readFileSync(`/proc/${parent}/environ`, 'utf8').includes(mark) ? [Number(pid)] : [];
      } catch {
        // Ended meanwhile.
        return [];
      }
    });
}
