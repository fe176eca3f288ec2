import { misbehaviours, says, startModelServer, type ModelServer } from '../support/model-server.ts';
import { expect, test as base } from './fixtures.ts';
import { looksWell } from './looks-well.ts';
import { ConversationPage } from './pages/conversation.ts';
import { startCopy } from './product.ts';

/** A copy of the product with a language model. */
const test = base.extend<object, { running: { model: ModelServer; origin: string } }>({
  running: [
    async ({ browserName: _ }, use) => {
      const model = await startModelServer();
      const copy = await startCopy({ LANGUAGE_MODEL_URL: model.url, LANGUAGE_MODEL_NAME: 'small', LANGUAGE_MODEL_SECONDS: '3' });
      await use({ model, origin: copy.product.origin });
      await copy.end();
      await model.stop();
    },
    { scope: 'worker', timeout: 180_000 },
  ],
  baseURL: async ({ running }, use) => use(running.origin),
});

test('what a language model writes grows beside the answer, names its entries, and is taken back when no entry says it', async ({
  people,
  running: { model },
}) => {
  const bureau = await people.taxpayer('zhou-wen', { reducedMotion: 'reduce' });
  const talk = new ConversationPage(await bureau.openWindow());
  const written = talk.log.getByRole('region', { name: '由语言模型根据以下知识整理，以主管税务机关公布为准' });

  await test.step('it comes sentence by sentence', async () => {
    model.behave(says('请先登录电子税务局[1]。再在线提交调整申请[1]。', { everyMs: 60 }));
    await talk.say('发票总额度不足，如何申请调整');
    await expect(written).toContainText('请先登录电子税务局[1]。');
    await expect(written.getByRole('status')).toHaveText('正在整理…');
    await expect(written).toContainText('再在线提交调整申请[1]。');
    await expect(written.getByRole('button', { name: '发票总额度不足，如何申请调整' })).toBeVisible();
    await expect(written.getByRole('status')).toBeHidden();
    await looksWell('conversation-written', bureau.page);
  });

  await test.step('what no entry says goes away, and the answer stays', async () => {
    model.behave(says('请先登录电子税务局[1]。费用为 987 元[1]。', { everyMs: 60 }));
    await talk.say('发票的总额度不足，如何申请调整呢');
    await expect(written).toHaveCount(2);
    await expect(written).toHaveCount(1);
    await expect(talk.log).not.toContainText('987');
  });

  await test.step('a model that hangs holds nothing up', async () => {
    model.behave(misbehaviours.hangs);
    const answers = talk.log.getByText('不是您要问的？');
    const before = await answers.count();
    await talk.say('请问发票总额度不足如何申请调整');
    await expect(answers).toHaveCount(before + 1);
    await expect(written).toHaveCount(1);
  });
});
