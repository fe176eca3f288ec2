import { megabytes, nothing, pdfOf, picture, program, realPdf } from './files.ts';
import { expect, test, type People } from './fixtures.ts';
import { MessageDetails } from './pages/message-details.ts';
import type { MessageForm } from './pages/message-form.ts';
import { apiTaxpayer, centreName, taxpayer } from './people.ts';
import { Wire } from './wire.ts';

const yunling = centreName('yunling-1');
/** In 云岭 a text has 20 characters at least, a file 10 MB at most, and a 留言 five files. */
const text = '请问小规模纳税人季度销售额超过三十万元如何申报缴纳增值税？';

async function openForm(people: People, identity = 'liu-yang', baseURL = people.origin): Promise<MessageForm> {
  const bureau = await people.taxpayer(identity, { baseURL });
  return await (await bureau.openWindow()).leaveMessage();
}

/** The 留言 just handed in. */
async function handedIn(form: MessageForm): Promise<MessageDetails> {
  const number = await form.submit();
  await form.success.getByRole('button', { name: '查看留言' }).click();
  const details = new MessageDetails(form.window, number);
  await expect(details.heading).toBeVisible();
  return details;
}

test('all that is missing is named at once, beside the fields and on top, where the focus goes', async ({ people }) => {
  const form = await openForm(people, 'li-xue');
  // A question asked before comes along.
  await form.content.fill('');
  await form.submitButton.click();
  await expect(form.summary).toBeFocused();
  await expect(form.summary.getByRole('link')).toHaveText(['请选择留言机构', '请选择留言类型', '请填写留言内容', '请选择是否需要提醒服务']);
  await expect(form.content).toHaveAccessibleDescription(/请填写留言内容/);
  await form.summary.getByRole('link', { name: '请填写留言内容' }).click();
  await expect(form.content).toBeFocused();

  await form.radio('是否需要提醒服务', '是').click();
  await form.submitButton.click();
  await expect(form.summary.getByRole('link')).toHaveText(['请选择留言机构', '请选择留言类型', '请填写留言内容', '请选择结果接收方式']);

  await form.radio('结果接收方式', '短信').click();
  await expect(form.phone).toHaveValue('19900000001');
  for (const [phone, sentence] of [
    ['', '请填写手机号码'],
    ['12345', '请填写正确的 11 位手机号码'],
    ['29900000001', '请填写正确的 11 位手机号码'],
  ] as const) {
    await form.phone.fill(phone);
    await form.submitButton.click();
    await expect(form.phone).toHaveAccessibleDescription(new RegExp(sentence));
    await expect(form.summary).toContainText(sentence);
  }
});

test('a text has at least X characters of its region and at most 5,000', async ({ people }) => {
  const form = await openForm(people);
  await form.fill({ centre: yunling, text: '一'.repeat(19) });
  await form.submitButton.click();
  await expect(form.content).toHaveAccessibleDescription(/留言内容至少 20 个字，还差 1 个字/);
  await form.content.fill(`  ${'一'.repeat(19)}  `);
  await expect(form.content, 'blanks are no characters').toHaveAccessibleDescription(/还差 1 个字/);
  await form.content.fill('𠮷'.repeat(5_001));
  await expect(form.content).toHaveAccessibleDescription(/最多 5000 个字，超出 1 个字/);
  await form.content.fill('𠮷'.repeat(5_000));
  await handedIn(form);
});

test('emoji, marks of direction, characters of four bytes and markup are shown as the text they are', async ({ people }) => {
  const form = await openForm(people);
  const odd =
    '<script>window.ran=1</script><img src=x onerror="window.ran=1"> {{1+1}} ${1} 👨‍👩‍👧 𠮷野家 \u202Eabc\u202C &lt;b&gt; \'; DROP TABLE cases; --';
  await form.fill({ centre: yunling, text: odd });
  await expect(form.content).toHaveValue(odd);
  const details = await handedIn(form);
  await expect(details.story).toContainText(odd);
  await form.window.messages();
  await expect(form.window.main.getByRole('listitem').filter({ hasText: details.number })).toContainText('<script>window.ran=1</script>');
  expect(await form.window.frame.locator('body').evaluate('window.ran')).toBeUndefined();

  const desk = await people.desk('supervisor3');
  const theCase = await desk.visitCase(details.number);
  await expect(theCase.story).toContainText(odd);
  expect(await desk.page.evaluate('window.ran')).toBeUndefined();
});

test('files that cannot be taken are refused with the reason, and those that can are not', async ({ people }) => {
  const form = await openForm(people);
  for (const [file, sentence] of [
    [pdfOf(megabytes(10) + 1, '太大.pdf'), '“太大.pdf”超过 10 MB'],
    [nothing('空.pdf'), '“空.pdf”是空文件'],
    [program('工具.exe'), '不支持“工具.exe”的格式'],
    [realPdf(`${'长'.repeat(296)}.pdf`), '文件名太长'],
  ] as const) {
    await form.chooseFiles(file);
    await expect(form.files.locator('..')).toContainText(sentence);
    await expect(form.files.getByRole('listitem')).toHaveCount(0);
  }

  await test.step('a program under another name is found by its contents', async () => {
    await form.chooseFiles(program('申请表.pdf'));
    await form.uploadButton.click();
    await expect(form.file('申请表.pdf')).toContainText('文件实际是 程序，不支持这种格式');
    await form.submitButton.click();
    await expect(form.summary).toContainText('有 1 个文件没有上传');
    await form.remove('申请表.pdf');
    await expect(form.summary).not.toContainText('个文件没有上传');
  });

  await test.step('the largest allowed, and a name with parts of a path', async () => {
    await form.upload(pdfOf(megabytes(10), '刚好.pdf'));
    await form.upload(realPdf('../../../etc/证明.pdf'));
  });

  await test.step('no more than the region allows', async () => {
    await form.chooseFiles(...Array.from({ length: 50 }, (_, index) => picture(`图${String(index)}.png`)));
    await expect(form.files.locator('..')).toContainText('最多上传 5 个文件');
    await expect(form.files.getByRole('listitem')).toHaveCount(5);
    await form.uploadButton.click();
    await expect(form.files.getByText('已上传')).toHaveCount(5);
  });

  await form.fill({ centre: yunling, text });
  const details = await handedIn(form);
  const names = details.story.getByRole('link', { name: /^[^下]/ });
  await expect(names.filter({ hasText: '刚好.pdf' })).toBeVisible();
  await expect(names.filter({ hasText: /^证明\.pdf$/ })).toBeVisible();
  await expect(details.story).not.toContainText('etc');
});

test('20 MB and a byte is too much where 20 MB are allowed', async ({ people }) => {
  const form = await openForm(people, 'zhao-min');
  await form.chooseFiles(pdfOf(megabytes(20) + 1, '二十兆多一.pdf'));
  await expect(form.files.locator('..')).toContainText('“二十兆多一.pdf”超过 20 MB');
  await form.upload(pdfOf(megabytes(20), '二十兆.pdf'));
});

test('a chosen file counts only after 点击上传', async ({ people }) => {
  const form = await openForm(people);
  await form.chooseFiles(realPdf('没有上传.pdf'));
  await expect(form.file('没有上传.pdf')).toContainText('已选择，尚未上传');
  await expect(form.files).toContainText('有 1 个文件还没有上传');
  await form.fill({ centre: yunling, text });
  await form.submitButton.click();
  await expect(form.summary, 'what would stay behind is not forgotten').toContainText('有 1 个文件没有上传，请上传或删除后再提交');
  await form.summary.getByRole('link', { name: /没有上传/ }).click();
  await expect(form.files.getByRole('button', { name: '选择文件' })).toBeFocused();
  await form.remove('没有上传.pdf');
  const details = await handedIn(form);
  await expect(details.story).not.toContainText('没有上传.pdf');
});

test('取消上传 stops a file under way; it can be sent again', async ({ people }) => {
  const wire = await Wire.open(people.origin);
  const form = await openForm(people, 'liu-yang', wire.origin);
  wire.slow(megabytes(0.5));
  await form.chooseFiles(pdfOf(megabytes(8), '大文件.pdf'));
  await form.uploadButton.click();
  const file = form.file('大文件.pdf');
  await expect(file.getByRole('progressbar', { name: '大文件.pdf 的上传进度' })).toBeVisible();
  await form.submitButton.click();
  await expect(form.summary, 'what is under way is not forgotten').toContainText('还有附件正在上传');
  await file.getByRole('button', { name: /取消上传/ }).click();
  await expect(file).toContainText('已取消');
  await expect(file.getByRole('progressbar')).toBeHidden();
  wire.well();
  await form.uploadButton.click();
  await expect(file).toContainText('已上传');
  await wire.close();
});

test('an upload goes on where a lost network stopped it', async ({ people }) => {
  const wire = await Wire.open(people.origin);
  const form = await openForm(people, 'liu-yang', wire.origin);
  const offsets: number[] = [];
  form.window.page.on('request', (request) => {
    if (request.method() === 'PATCH') offsets.push(Number(request.headers()['upload-offset']));
  });
  wire.slow(megabytes(1));
  await form.chooseFiles(pdfOf(megabytes(9), '续传.pdf'));
  await form.uploadButton.click();
  const file = form.file('续传.pdf');
  await expect(file).toContainText(/正在上传 [3-9]\d%/, { timeout: 30_000 });
  wire.cut();
  await expect(file).toContainText('网络中断，恢复后自动续传');
  wire.well();
  await expect(file).toContainText('已上传', { timeout: 30_000 });
  expect(offsets[0]).toBe(0);
  expect(offsets.at(-1), 'not from the beginning').toBeGreaterThan(0);
  await wire.close();
});

test('handing in without a network keeps what was entered, through a reload, and works once the network is back', async ({ people }) => {
  const form = await openForm(people, 'liu-yang-tea');
  const page = form.window.page;
  await form.fill({ centre: yunling, text, remind: '短信', phone: '19900000009' });
  await form.upload(realPdf('随附.pdf'));
  await page.context().setOffline(true);
  await expect(form.window.frame.getByText('网络已断开')).toBeVisible();
  await form.submitButton.click();
  await expect(form.submitButton).toHaveText('正在提交…');
  await expect(form.summary).toContainText('连不上服务器，请检查网络后再试。您填写的内容已保留。', { timeout: 45_000 });
  await expect(form.summary).toBeFocused();
  await page.context().setOffline(false);
  await page.reload();
  await expect(form.content).toHaveValue(text);
  await expect(form.window.main).toContainText('已恢复您上次未提交的内容');
  await expect(form.combobox('留言机构')).toContainText(yunling);
  await expect(form.phone).toHaveValue('19900000009');
  await expect(form.file('随附.pdf')).toContainText('已上传');
  const details = await handedIn(form);
  await expect(details.story.getByRole('link', { name: '随附.pdf', exact: true })).toBeVisible();
  const again = await details.window.leaveMessage();
  await expect(again.content, 'what was handed in is kept no longer').toHaveValue('');
});

test('a network that comes back while it is tried again needs no second click', async ({ people }) => {
  const form = await openForm(people);
  await form.fill({ centre: yunling, text });
  await form.window.page.context().setOffline(true);
  await form.submitButton.click();
  await expect(form.submitButton).toHaveText('正在提交…');
  await form.window.page.context().setOffline(false);
  await form.number();
});

test('clicking twice hands in one 留言', async ({ people }) => {
  const who = taxpayer('sun-guifang');
  const api = await apiTaxpayer(people.origin, who);
  const total = async () => Number((await api.get('/api/messages'))['total']);
  const before = await total();
  const form = await openForm(people, 'sun-guifang');
  await form.fill({ centre: yunling, text });
  await form.submitButton.dblclick();
  await form.number();
  expect(await total()).toBe(before + 1);
});
