/** A running case whose deadlines are counted anew by a corrected calendar, on a real Temporal server. */
import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { roundTheClock } from '../domain/calendar.ts';
import { closedCalendar } from '../tests/support/closed-calendar.ts';
import { done, eventually, Message, ms } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { standingQuery } from './contract.ts';

const the = stage();
it('moves the deadline, keeps the calendar for later ones, tells it in the story, and does so once', async () => {
  const message = new Message(the);
  await message.submit();
  const dueAt = async (): Promise<number> => ((await message.task())?.['due_at'] as Date).getTime();
  const before = await dueAt();
  const key = randomUUID();
  const { version } = await message.recount(key);
  expect([(await message.recount(key)).version, (await message.recount()).version]).toEqual([version, version]);
  expect((await message.events()).filter((type) => type === 'recounted')).toHaveLength(1);
  const after = await message.image();
  expect((await dueAt()) - before).toBeGreaterThan(8 * 86_400_000);
  expect(after['policy']).toMatchObject({ calendar: { version: closedCalendar.version } });
  expect((await message.handle().query(standingQuery)).policy).toMatchObject({ calendar: { version: closedCalendar.version } });
}, 60_000);

it('tells the taxpayer, in 我的消息, of a deadline of their own', async () => {
  const message = new Message(the);
  await message.submit();
  const holder = await message.holder();
  done(await message.asOfficer(holder, { type: 'askBack', textId: await message.text(), uploadIds: [] }));
  await message.recount();
  await message.recount();
  expect(await message.notices()).toEqual(['message-asked-back by inbox', 'message-due-moved by inbox']);
}, 60_000);

it('does not ring at the former instant, and goes on counting so in its next run', async () => {
  const message = new Message(the);
  await message.submit({ calendar: roundTheClock, firstAnswerMinutes: 3_000 * ms, warnShare: 0.5 });
  await message.recount();
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(await message.events()).not.toContain('escalated');
}, 60_000);

it('leaves a case alone that has ended', async () => {
  const message = new Message(the);
  await message.submit();
  await message.asTaxpayer({ type: 'withdraw' });
  await eventually(
    () => message.handle().describe(),
    ({ status }) => status.name === 'COMPLETED',
  );
  await expect(message.recount()).rejects.toThrow(/not found|completed/i);
  expect(await message.events()).not.toContain('recounted');
}, 60_000);
