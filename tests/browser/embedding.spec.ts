import { findChromium } from '../../stack/browser.ts';
import { realPdf } from './files.ts';
import { expect, test, type People } from './fixtures.ts';
import { HostPage } from './host-page.ts';
import { ConversationPage } from './pages/conversation.ts';
import { DemoBureau } from './pages/demo-bureau.ts';
import { apiTaxpayer, endRunning, taxpayer } from './people.ts';

// As browsers are about to be, and some are: no cookies for a page in a frame of another site.
test.use({
  launchOptions: { executablePath: await findChromium(), args: ['--no-sandbox', '--test-third-party-cookie-phaseout'] },
});

const who = taxpayer('chen-zhiqiang-haiyan');

async function bureauOf(people: People, host: HostPage): Promise<{ bureau: DemoBureau; talk: ConversationPage }> {
  const bureau = new DemoBureau(await people.browser({ baseURL: host.origin, reducedMotion: 'reduce' }));
  await bureau.open('/');
  const talk = new ConversationPage(await bureau.openWindow());
  return { bureau, talk };
}

test('a bureau of another site, without cookies of third parties: asking, a file and a reload', async ({ people }) => {
  test.setTimeout(180_000);
  await endRunning(await apiTaxpayer(people.origin, who));
  const host = await HostPage.open(people.origin, who);
  await host.setListed(people, true);
  const { bureau, talk } = await bureauOf(people, host);
  const { page } = bureau;
  await expect(talk.box).toBeVisible();
  const inside = page.frames().find((frame) => frame.url().startsWith(people.origin));
  expect(await inside?.evaluate('document.hasStorageAccess()'), 'cookies of third parties are blocked').toBe(false);

  await test.step('everything works', async () => {
    await talk.say('契税缴纳时间、地点与渠道');
    await expect(talk.log.getByRole('group', { name: '这个回答对您有用吗' }).last()).toBeVisible();
    await expect(talk.tool('截图')).toBeVisible();
    const chooser = page.waitForEvent('filechooser');
    await talk.tool('文件').click();
    await (await chooser).setFiles(realPdf('合同.pdf'));
    await expect(talk.window.main.getByRole('list', { name: '待发送的文件' })).toContainText('已上传');
    await talk.say('这是合同');
    await expect(talk.said('这是合同').getByRole('link', { name: /合同\.pdf/ })).toBeVisible();
    expect(await page.context().cookies(people.origin)).toEqual([]);
  });

  await test.step('a reload goes on where it was', async () => {
    await page.reload();
    await expect(talk.said('这是合同')).toHaveCount(1);
  });

  await talk.end();
  await host.setListed(people, false);
  await host.close();
});

test('a site that is not listed cannot embed it', async ({ people }) => {
  const host = await HostPage.open(people.origin, who);
  const page = await people.browser({ baseURL: host.origin });
  const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
  const bureau = new DemoBureau(page);
  await bureau.open('/');
  await bureau.icon.click();
  await refused;
  await expect(bureau.window.frame.getByText('悦悦', { exact: true })).toHaveCount(0);
  await host.close();
});
