import { expect, test } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ConversationPage } from './pages/conversation.ts';
import { apiTaxpayer, endRunning, taxpayer } from './people.ts';

test('a matter that is handled at a counter only says where to go, with address and hours', async ({ people }) => {
  const who = taxpayer('zhou-wen');
  await endRunning(await apiTaxpayer(people.origin, who));
  const bureau = await people.taxpayer(who, { reducedMotion: 'reduce' });
  const window = await bureau.openWindow();
  const talk = new ConversationPage(window);
  await talk.say('非正常户如何解除');
  await expect(talk.log).toContainText('此事项需到办税服务厅办理');
  await expect(talk.log).toContainText(/您的主管税务机关：国家税务总局.+税务局/);
  await expect(talk.log).toContainText(/地址：.+市/);
  // Other stories open the region's centres all week.
  await expect(talk.log).toContainText(/办公时间：周一至周[五日] \d\d:\d\d–\d\d:\d\d/);
  await looksWell('conversation-counter', bureau.page);
});
