import { randomUUID } from 'node:crypto';

import { SignJWT } from 'jose';

import { minuteOf } from '../../domain/shanghai.ts';
import { administratorsBrowser } from './administrator.ts';
import { expect, test } from './fixtures.ts';
import { fillWhen } from './when.ts';

const day = 86_400_000;

test('an administrator adds a key for a time, sees that it has signed, and retires it', async ({ people }) => {
  const page = await administratorsBrowser(people);
  await page.goto('/admin/host-keys');
  const issuer = `bureau-${randomUUID().slice(0, 8)}`;
  const kid = `kid-${randomUUID().slice(0, 8)}`;
  const secret = randomUUID() + randomUUID();
  await page.getByRole('button', { name: '新增密钥' }).click();
  const form = page.getByRole('form', { name: '新增密钥' });
  const field = (name: string) => form.getByLabel(name, { exact: true });
  const save = form.getByRole('button', { name: '保存密钥' });
  await save.click();
  await expect(form.getByText('必填')).toHaveCount(2);
  await expect(field('*签发方')).toBeFocused();
  await field('*签发方').fill(issuer);
  await field('*共享密钥').fill('too short');
  await field('密钥标识').fill(kid);
  await fillWhen(page, '生效时间', minuteOf(Date.now() + day));
  await fillWhen(page, '失效时间', minuteOf(Date.now() - day));
  await save.click();
  await expect(form.getByText('至少 32 个字', { exact: true })).toBeVisible();
  await field('*共享密钥').fill(secret);
  await save.click();
  await expect(form.getByText('失效时间须晚于生效时间')).toBeVisible();
  await fillWhen(page, '失效时间', minuteOf(Date.now() + 2 * day));
  await save.click();
  const row = page.getByRole('listitem').filter({ hasText: kid });
  await expect(row).toContainText('尚未生效');
  await expect(row).toContainText('还没有签名记录');

  // Another of the same host, in force at once, follows it.
  const second = `${kid}-2`;
  await page.getByRole('button', { name: '新增密钥' }).click();
  await field('*签发方').fill(issuer);
  await field('*共享密钥').fill(secret);
  await field('密钥标识').fill(second);
  await save.click();
  const used = page.getByRole('listitem').filter({ hasText: second });
  await expect(used).toContainText('使用中');
  const enter = async (): Promise<number> => {
    const token = await new SignJWT({ region: 'binhai', kind: 'natural-person', role: 'natural-person', personName: '测试' })
      .setProtectedHeader({ alg: 'HS256', kid: second })
      .setIssuer(issuer)
      .setSubject(`host-key-${kid}`)
      .setAudience('zhengna-hudong')
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('4m')
      .sign(new TextEncoder().encode(secret));
    return (await page.request.post('/api/entry', { data: { token } })).status();
  };
  expect(await enter()).toBe(200);
  await page.reload();
  await expect(used).toContainText(/签名：首次 今天 .+，最近 今天/);

  await used.getByRole('button', { name: `停用 ${issuer} ${second}` }).click();
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('不能恢复');
  await question.getByRole('button', { name: '停用' }).click();
  await expect(used).toContainText('已停用');
  expect(await enter()).toBe(401);
});
