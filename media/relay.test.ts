/** Where a network lets no UDP through, media flow over a relay and TCP. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';

import { Call } from '../tests/support/call.ts';
import { CallBrowser } from '../tests/support/call-page/serve.ts';
import { attend } from '../tests/support/conversation.ts';
import { startMedia, workerLimitMs } from '../tests/support/media.ts';
import { stage } from '../tests/support/stage.ts';
import { startTurnServer, type TurnServer } from '../tests/support/turn-server.ts';
import type { MediaServer } from './server.ts';
import { iceServersOf } from './turn.ts';

const hourMs = 3_600_000;
const unauthorized = 401;

let media: MediaServer;
let relay: TurnServer;
let browser: CallBrowser;
// Before the stage takes its database away.
afterAll(async () => {
  // What did not start is not there to be stopped.
  await Promise.all([(browser as CallBrowser | undefined)?.stop(), (media as MediaServer | undefined)?.stop()]);
  await (relay as TurnServer | undefined)?.stop();
});
const the = stage();

beforeAll(async () => {
  relay = await startTurnServer();
  media = await startMedia(the, { turn: relay.settings });
  browser = await CallBrowser.start(the.knex);
  await attend(the, the.people.east);
}, workerLimitMs);

it('both sides see each other, each over the relay alone', async () => {
  const call = await Call.agreed(the, media, ['microphone', 'camera'], { awaySeconds: 600, connectSeconds: 600 });
  const [taxpayer, officer] = await Promise.all([browser.page({ relay: true }), browser.page({ relay: true })]);
  await Promise.all([taxpayer.join(media, await call.token('taxpayer')), officer.join(media, await call.token('officer'))]);
  for (const page of [taxpayer, officer]) expect(await page.ways()).toEqual(['relay over tcp', 'relay over tcp']);
  await Promise.all([taxpayer.close(), officer.close()]);
}, 180_000);

it('a credential is good for its time, and for no relay with another secret', async () => {
  const page = await browser.page({ relay: true });
  expect(await page.gather(iceServersOf(relay.settings))).toEqual({ candidates: ['relay'], errors: [] });
  for (const refused of [iceServersOf(relay.settings, Date.now() - 2 * hourMs), iceServersOf({ ...relay.settings, secret: 'another' })])
    expect(await page.gather(refused)).toEqual({ candidates: [], errors: [unauthorized] });
}, 120_000);
