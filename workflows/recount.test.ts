/** A running case whose deadlines are counted anew by a corrected calendar, on a real Temporal server. */
import { randomUUID } from 'node:crypto';

import { expect, it } from '@jest/globals';

import { calendarFor, roundTheClock } from '../domain/calendar.ts';
import { dateOf, dayNumberOf } from '../domain/shanghai.ts';
import { usualHours } from '../domain/usual-hours.ts';
import { done, eventually, Message, ms } from '../tests/support/message.ts';
import { stage } from '../tests/support/stage.ts';
import { recountUpdate, standingQuery, type RecountCommand } from './contract.ts';

const the = stage();
const today = dayNumberOf(Date.now());
/** Closed for ten days from today. */
const closed = calendarFor(
  usualHours,
  [],
  Object.fromEntries(Array.from({ length: 10 }, (_, i) => [dateOf(today + i), 'holiday' as const])),
);
const command: RecountCommand = { type: 'recount', calendars: { east: closed } };

const recount = async (message: Message, key: string = randomUUID()) =>
  await message.handle().executeUpdate(recountUpdate, {
    updateId: key,
    args: [{ actor: { kind: 'officer', id: the.people.supervisor }, command }],
  });

it('moves the deadline, keeps the calendar for later ones, tells it in the story, and does so once', async () => {
  const message = new Message(the);
  await message.submit();
  const dueAt = async (): Promise<number> => ((await message.task())?.['due_at'] as Date).getTime();
  const before = await dueAt();
  const key = randomUUID();
  const { version } = await recount(message, key);
  expect([(await recount(message, key)).version, (await recount(message)).version]).toEqual([version, version]);
  expect((await message.events()).filter((type) => type === 'recounted')).toHaveLength(1);
  const after = await message.image();
  expect((await dueAt()) - before).toBeGreaterThan(8 * 86_400_000);
  expect(after['policy']).toMatchObject({ calendar: { version: closed.version } });
  expect((await message.handle().query(standingQuery)).policy).toMatchObject({ calendar: { version: closed.version } });
}, 60_000);

it('tells the taxpayer, in 我的消息, of a deadline of their own', async () => {
  const message = new Message(the);
  await message.submit();
  const holder = await message.holder();
  done(await message.asOfficer(holder, { type: 'askBack', textId: await message.text(), uploadIds: [] }));
  await recount(message);
  await recount(message);
  expect(await message.notices()).toEqual(['message-asked-back by inbox', 'message-due-moved by inbox']);
}, 60_000);

it('does not ring at the former instant, and goes on counting so in its next run', async () => {
  const message = new Message(the);
  await message.submit({ calendar: roundTheClock, firstAnswerMinutes: 3_000 * ms, warnShare: 0.5 });
  await recount(message);
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
  await expect(recount(message)).rejects.toThrow(/not found|completed/i);
  expect(await message.events()).not.toContain('recounted');
}, 60_000);
