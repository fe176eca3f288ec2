import { randomUUID } from 'node:crypto';

import type { ApiPerson } from '../../simulate/api-person.ts';
import { expect, test, type People } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ownCentre, setPlaces, type OwnCentre } from './own-centre.ts';
import { Booking } from './pages/booking.ts';
import type { Window } from './pages/window.ts';
import { apiOfficer, apiTaxpayer, handInByApi, taxpayer } from './people.ts';

/** A centre that opens at every hour and that no other story knows, with so many places. */
async function centreWith(places: number): Promise<OwnCentre> {
  const centre = await ownCentre('binhai');
  await setPlaces(centre.id, places);
  return centre;
}
const typeId = 'binhai-appt-guidance';

/** The first free starts of a centre on the third day from now. */
async function freeStarts(api: ApiPerson, centreId: string): Promise<string[]> {
  const day = new Date(Date.now() + 3 * 86_400_000 + 8 * 3_600_000).toISOString().slice(0, 10);
  const { days } = (await api.get(`/api/slots?centreId=${centreId}&typeId=${typeId}&from=${day}&to=${day}`)) as {
    days: { starts: { startsAt: string; free: number }[] }[];
  };
  return (days[0]?.starts ?? []).filter(({ free }) => free > 0).map(({ startsAt }) => startsAt);
}

async function toForm(window: Window): Promise<Booking> {
  await window.main.getByRole('link', { name: '预约', exact: true }).first().click();
  const form = new Booking(window);
  await expect(form.description).toBeVisible();
  return form;
}
/** A taxpayer at the booking form, come from the first page of the window. */
async function atForm(people: People, identity: string): Promise<Booking> {
  const bureau = await people.taxpayer(identity);
  return await toForm(await bureau.openWindow());
}

/** Books at this centre behind the pages. */
async function bookByApi(people: People, identity: string, centreId: string): Promise<{ id: string; number: string }> {
  const api = await apiTaxpayer(people.origin, taxpayer(identity));
  const [startsAt] = await freeStarts(api, centreId);
  const [id, placeId] = [randomUUID(), randomUUID()];
  await api.send('POST', '/api/slots/holds', { id: placeId, centreId, typeId, startsAt });
  const entered = { centreId, typeId, way: 'text', category: 'invoice', placeId, text: '咨询发票', phone: '13800138000' };
  const { number } = await api.send('PUT', `/api/appointments/${id}`, entered, id);
  return { id, number: String(number) };
}

/** An officer of the centre invites a taxpayer, who left a 留言, at two times; returns the number. */
async function inviteByApi(people: People, identity: string, { id: centreId, agent }: OwnCentre): Promise<string> {
  const [api, officer] = [await apiTaxpayer(people.origin, taxpayer(identity)), await apiOfficer(people.origin, agent)];
  const { id: originId } = await handInByApi(api, centreId, '请问跨区域涉税事项如何办理');
  await officer.send('POST', `/api/cases/${originId}/commands/claim`, {});
  const starts = await freeStarts(api, centreId);
  const placeIds: string[] = [];
  for (const startsAt of starts.slice(0, 2)) {
    const id = randomUUID();
    const form = `invite-${String(placeIds.length)}`;
    await officer.send('POST', '/api/slots/holds', { id, centreId, typeId, startsAt, form, identityId: api.identityId });
    placeIds.push(id);
  }
  const body = { originId, typeId, way: 'text', category: 'invoice', placeIds, text: '邀请您核对发票信息', uploadIds: [] };
  const { number } = await officer.send('PUT', `/api/invitations/${randomUUID()}`, body);
  return String(number);
}

test('a taxpayer books from the first page to the number; what was entered and the held time outlast a reload', async ({ people }) => {
  const centre = await centreWith(2);
  const form = await atForm(people, 'chen-zhiqiang-haiyan');
  const { window } = form;
  await form.submitButton.click();
  for (const field of ['预约服务单位', '预约服务类型', '预约互动方式', '预约业务类别', '预约服务时间', '预约事项说明'])
    await expect(form.summary).toContainText(field);
  await form.fill(centre.name, '税'.repeat(301));
  await window.main.getByRole('textbox', { name: '手机号码' }).fill('12345');
  await expect(form.summary).toContainText('超出 1 个字');
  await expect(form.summary).toContainText('请填写正确的 11 位手机号码');
  await form.description.fill('咨询数电发票额度调整');
  await window.main.getByRole('textbox', { name: '手机号码' }).fill('13800138000');
  await expect(form.summary).toContainText('请选择预约服务时间');
  await looksWell('booking', window.page);
  const hours = await form.chooseFirst();
  await expect(form.summary).toBeHidden();

  await window.page.reload();
  await expect(form.description).toHaveValue('咨询数电发票额度调整');
  await expect(form.picker).toContainText(hours);
  await form.submitButton.click();
  await expect(form.confirmation).toContainText('咨询数电发票额度调整');
  await expect(form.confirmation).toContainText(hours);
  await looksWell('booking-confirm', window.page);
  await form.confirmation.getByRole('button', { name: '返回修改' }).click();
  const number = await form.book();
  await form.success.getByRole('button', { name: '查看预约' }).click();
  await expect(window.main.getByRole('heading', { name: number })).toBeVisible();
  await expect(window.main).toContainText(hours);
  await looksWell('appointment', window.page);
});

test('of two taxpayers who choose the last place the second is told, offered the nearest, and books that', async ({ people }) => {
  const centre = await centreWith(1);
  const [first, second] = [await atForm(people, 'li-xue-whale'), await atForm(people, 'chen-zhiqiang-whale')];
  await first.fill(centre.name, '第一位');
  await second.fill(centre.name, '第二位');
  await expect(second.starts(/^\d\d:\d\d – .*余 1$/).first()).toBeVisible();
  // The second looks at a picture that is not fetched again.
  await second.window.page.route('**/api/slots?**', () => undefined);
  const hours = await first.chooseFirst();
  await second.starts(new RegExp(`^${hours}`)).click();
  await expect(second.picker).toContainText(/刚被约满，最近可约的时间/);
  await second.picker.getByRole('button', { name: /星期/ }).filter({ hasText: ' – ' }).first().click();
  await expect(second.picker).toContainText(/已为您保留/);
  await expect(second.picker.getByText(/刚被约满/)).toBeHidden();
  await second.window.page.unroute('**/api/slots?**');
  expect(await first.book()).not.toBe(await second.book());
});

test('a hold that runs out says so and keeps what was entered; the time is held again', async ({ people }) => {
  const centre = await centreWith(1);
  const form = await atForm(people, 'wang-lihua-haiyan');
  const { page } = form.window;
  await form.fill(centre.name, '咨询社保缴费');
  await page.route('**/api/slots/holds', async (route) => {
    const response = await route.fetch();
    const { place } = (await response.json()) as { place: object };
    await route.fulfill({ response, json: { place: { ...place, heldUntil: new Date(Date.now() + 3_000).toISOString() }, nearest: [] } });
  });
  await form
    .starts(/^\d\d:\d\d – .*余 1$/)
    .first()
    .click();
  await expect(form.picker).toContainText('保留时间已到，您填写的内容没有丢失');
  await form.submitButton.click();
  await expect(form.summary).toContainText('预约服务时间已失效，请重新选择');
  await page.unroute('**/api/slots/holds');
  await form.picker.getByRole('button', { name: /^重新保留/ }).click();
  await expect(form.picker).toContainText(/已为您保留 .*还剩 \d+:\d\d/s);
  await expect(form.description).toHaveValue('咨询社保缴费');
  await form.book();
});

test('a centre that is chosen instead drops times, chosen time and hold at once; answers for the former one that come late are thrown away', async ({
  people,
}) => {
  const [former, chosen] = [await centreWith(1), await centreWith(7)];
  const form = await atForm(people, 'chen-zhiqiang-haiyan');
  const { page } = form.window;
  await form.fill(former.name, '咨询发票');
  const start = form.starts(/^\d\d:\d\d – .*余 1$/).first();
  await expect(start).toBeVisible();
  // What is asked of the former centre is answered, but arrives after everything that is asked of the new one.
  let arrive = (): void => undefined;
  const late = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const answered: Promise<void>[] = [];
  await page.route(/\/api\/slots/, async (route) => {
    const request = route.request();
    const ofFormer = request.url().includes(former.id) || (request.postData() ?? '').includes(former.id);
    if (request.method() === 'DELETE' || !ofFormer) {
      await route.continue();
      return;
    }
    const response = await route.fetch();
    answered.push(late.then(() => route.fulfill({ response })));
  });
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().includes('/api/slots/holds'));
  await start.click();
  await asked;
  await expect.poll(() => answered.length, 'the place is held at the former centre').toBeGreaterThan(0);
  await form.choose('预约服务单位', chosen.name);
  await expect(form.starts(/余 7$/).first()).toBeVisible();
  const givenBack = page.waitForRequest((request) => request.method() === 'DELETE' && request.url().includes('/api/slots/holds/'));
  arrive();
  await Promise.all(answered);
  await givenBack;
  await expect(form.starts(/余 1$/), 'no time of the former centre').toHaveCount(0);
  await expect(form.picker).not.toContainText('已为您保留');
  await form.submitButton.click();
  await expect(form.summary).toContainText('请选择预约服务时间');
  await page.unrouteAll({ behavior: 'wait' });

  const hours = await form.chooseFirst();
  await form.choose('预约服务单位', former.name);
  await expect(form.picker, 'the hold is given up with the centre').not.toContainText('已为您保留');
  await expect(form.starts(/余 1$/).first()).toBeVisible();
  await form.choose('预约服务单位', chosen.name);
  await expect(form.starts(new RegExp(`^${hours}.*余 7$`)), 'and its place is free again').toBeVisible();
});

test('an appointment is found, moved under the same number, and cancelled with a reason; its place is free again', async ({ people }) => {
  const centre = await centreWith(1);
  const { number } = await bookByApi(people, 'zhao-min', centre.id);
  const bureau = await people.taxpayer('zhao-min');
  const window = await bureau.openWindow();
  const { main, frame } = window;
  await window.visit('/window/appointments');
  await main.getByRole('button', { name: /筛选条件/ }).click();
  await main.getByRole('textbox', { name: '预约编号' }).fill(number);
  await main.getByRole('button', { name: '查询' }).click();
  await expect(main.getByText('共 1 条')).toBeVisible();
  await looksWell('appointments', window.page);
  await main.getByRole('link', { name: new RegExp(number) }).click();

  await main.getByRole('button', { name: '改期' }).click();
  const dialog = frame.getByRole('dialog', { name: '改期' });
  await dialog.getByRole('button', { name: '确认改期' }).click();
  await expect(dialog.getByRole('alert').filter({ hasText: '需要修改' })).toContainText('请选择新的预约服务时间');
  const free = await dialog
    .getByRole('button', { name: /^\d\d:\d\d – .*余 1$/ })
    .nth(2)
    .innerText();
  const hours = /^\d\d:\d\d – \d\d:\d\d/.exec(free.trim())?.[0] ?? '';
  // By its hours: a time that begins meanwhile leaves the list.
  await dialog.getByRole('button', { name: new RegExp(`^${hours}`) }).click();
  await expect(dialog).toContainText(/已为您保留/);
  await looksWell('appointment-move', window.page);
  await dialog.getByRole('button', { name: '确认改期' }).click();
  await expect(dialog).toBeHidden();
  await expect(main.getByRole('heading', { name: number })).toBeVisible();
  await expect(main).toContainText(hours);
  const [file] = await Promise.all([window.page.waitForEvent('download'), main.getByRole('button', { name: '加入日历' }).click()]);
  expect(file.suggestedFilename()).toBe(`预约${number}.ics`);

  await main.getByRole('button', { name: '取消预约' }).click();
  const cancel = frame.getByRole('dialog', { name: '取消预约' });
  await cancel.getByRole('button', { name: '确认取消' }).click();
  await expect(cancel).toContainText('请填写取消原因');
  await cancel.getByRole('textbox', { name: /取消原因/ }).fill('时间冲突');
  await cancel.getByRole('button', { name: '确认取消' }).click();
  await expect(main).toContainText('时间冲突');
  await expect(main.getByRole('button', { name: '改期' })).toBeHidden();
  await expect(main.getByRole('button', { name: '取消预约' })).toBeHidden();

  const form = new Booking(window);
  await window.visit('/window/appointments/new');
  await form.service(centre.name);
  await expect(form.starts(/^\d\d:\d\d – .*约满$/)).toHaveCount(0);
});

test('a taxpayer whose booking is suspended is told why, until when and how to appeal, before anything is filled in', async ({
  people,
}) => {
  const centre = await centreWith(1);
  const missed = await bookByApi(people, 'li-xue', centre.id);
  const bureau = await people.taxpayer('li-xue');
  const window = await bureau.openWindow();
  await window.page.route('**/api/appointments/standing', (route) =>
    route.fulfill({
      json: {
        items: [
          {
            typeId,
            suspendedUntil: new Date(Date.now() + 9 * 86_400_000).toISOString(),
            misses: [{ ...missed, startsAt: new Date(Date.now() - 86_400_000).toISOString(), appealable: true }],
            rule: { misses: 3, withinDays: 30, suspendedDays: 30 },
            left: 0,
          },
        ],
      },
    }),
  );
  const form = await toForm(window);
  const told = window.main.getByRole('alert').filter({ hasText: '暂停预约至' });
  await expect(told).toContainText('30 天内失约 3 次，暂停预约 30 天');
  await expect(told).toContainText('申诉');
  await form.service(centre.name);
  await form.submitButton.click();
  await expect(form.summary).toContainText('该服务类型已暂停预约');
  await looksWell('booking-suspended', window.page);
  await told.getByRole('link', { name: missed.number }).click();
  await expect(window.main.getByRole('heading', { name: missed.number })).toBeVisible();
});

test('an invited taxpayer proposes another time, and both the offered times and theirs stay held', async ({ people }) => {
  const number = await inviteByApi(people, 'chen-zhiqiang-whale', await centreWith(1));
  const bureau = await people.taxpayer('chen-zhiqiang-whale');
  const window = await bureau.openWindow();
  const { main, frame } = window;
  await window.visit('/window/appointments');
  await main.getByRole('link', { name: '税局邀请' }).click();
  await main.getByRole('link', { name: new RegExp(number) }).click();
  await expect(main.getByRole('button', { name: /^同意 / })).toHaveCount(2);
  await looksWell('invitation', window.page);
  await main.getByRole('button', { name: '提议其他时间' }).click();
  const dialog = frame.getByRole('dialog', { name: '提议其他时间' });
  await dialog
    .getByRole('button', { name: /^\d\d:\d\d – .*余 1$/ })
    .first()
    .click();
  await expect(dialog).toContainText(/已为您保留/);
  await dialog.getByRole('textbox', { name: '说明' }).fill('这个时间更方便');
  await dialog.getByRole('button', { name: '提议这个时间' }).click();
  await expect(dialog).toBeHidden();
  await expect(main).toContainText('您提议的时间正在等待工作人员答复');
  await expect(main).toContainText('纳税人提议的时间');
});
