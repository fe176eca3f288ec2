/** After the office failed an appointment: the taxpayer is offered the next free time by name and takes it with one click. */
import { minuteOf } from '../../domain/shanghai.ts';
import { Appointments } from './appointments.ts';
import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { Notices } from './pages/notices.ts';
import { taxpayer } from './people.ts';

interface Time {
  startsAt: string;
  endsAt: string;
}
const inWords = ({ startsAt, endsAt }: Time): string => `${minuteOf(Date.parse(startsAt))} – ${minuteOf(Date.parse(endsAt)).slice(-5)}`;

test('a taxpayer to whom nobody came is offered the next free time, the one after it when that is taken, and books it with one click', async ({
  people,
}) => {
  test.setTimeout(180_000);
  const the = await Appointments.at(people.origin, 3, taxpayer('zhao-min'));
  const { id, number } = await the.book(6, 5);
  const window = await (await people.taxpayer('zhao-min')).openWindow();
  const { main } = window;
  await window.visit(`/window/appointments/${id}`);
  const offered = async (): Promise<Time> => {
    const { appointment } = (await the.taxpayer.get(`/api/cases/${id}`)) as { appointment: { next: Time } };
    return appointment.next;
  };
  const take = main.getByRole('button', { name: '预约这个时间' });
  await expect(take, 'the page learns of it by itself').toBeVisible({ timeout: 90_000 });
  await expect(main).toContainText('责任不在您');
  const first = await offered();
  await expect(main).toContainText(`最近的空余时间，优先提供给您： ${inWords(first)}`);
  await looksWell('appointment-offer', window.page);

  await window.visit('/window/notices');
  const notices = new Notices(window);
  await notices.tab('消息提示');
  await expect(
    notices.of('预约', number).filter({ hasText: minuteOf(Date.parse(first.startsAt)) }),
    'the message names the time, too',
  ).toBeVisible();
  await window.visit(`/window/appointments/${id}`);
  await expect(take).toBeVisible();

  await the.takeAll(first.startsAt, first.endsAt);
  await take.click();
  await expect(main.getByRole('alert'), 'why it was not booked').toBeVisible();
  const second = await offered();
  expect(Date.parse(second.startsAt)).toBeGreaterThan(Date.parse(first.startsAt));
  await expect(main).toContainText(`最近的空余时间，优先提供给您： ${inWords(second)}`);
  await take.click();
  await expect(main).toContainText('预约成功');
  await expect(main).toContainText(inWords(second));
  await expect(main.getByRole('heading', { name: number }), 'a case of its own').toBeHidden();
  await expect(main).toContainText('咨询发票开具');

  await window.visit(`/window/appointments/${id}`);
  await expect(main.getByRole('heading', { name: number })).toBeVisible();
  await expect(take, 'one is offered once').toBeHidden();
  await the.withdrawType();
});
