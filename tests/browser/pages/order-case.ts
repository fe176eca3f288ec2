import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { PaperCase } from './paper-case.ts';

/** A work order as officers see it. */
export class OrderCase extends PaperCase {
  override get article() {
    return this.page.getByRole('article', { name: `工单 ${this.number}` });
  }

  /** The stage it stands at. */
  get stage() {
    return this.article.getByRole('list', { name: '办理进度' }).locator('[aria-current="step"]');
  }

  get matter() {
    return this.article.getByRole('region', { name: '申请事项' });
  }

  get links() {
    return this.article.getByRole('region', { name: '关联事项' });
  }

  async advance(note: string): Promise<void> {
    await this.step('推进').click();
    const dialog = this.dialog('推进到下一环节');
    await dialog.getByRole('textbox', { name: '办理意见' }).fill(note);
    await dialog.getByRole('button', { name: '确认推进' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Asks for what is proposed: the required papers that are wanted still. */
  async askPapers(words: string): Promise<void> {
    await this.step('要求补正').click();
    const dialog = this.dialog('要求补正');
    await dialog.getByRole('textbox', { name: '补正要求' }).fill(words);
    await dialog.getByRole('button', { name: '发送补正要求' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Finishes it with a result and a file. */
  async finish(result: string, file: SentFile): Promise<void> {
    await this.writeResult('办结', '确认办结', '办结后不能再修改，办理结果会告知纳税人。', result, file);
    await this.hasStatus('已办结');
  }
}
