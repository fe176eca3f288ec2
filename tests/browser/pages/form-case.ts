import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { PaperCase } from './paper-case.ts';

/** A 业务办理服务确认单 as officers see it. */
export class FormCase extends PaperCase {
  override get article() {
    return this.page.getByRole('article', { name: `确认单 ${this.number}` });
  }

  /** What it says beside its papers. */
  get matter() {
    return this.article.getByRole('region', { name: '办理情况' });
  }

  get links() {
    return this.article.getByRole('region', { name: '关联事项' });
  }

  async askPapers(paper: string, words: string): Promise<void> {
    await this.step('要求更正').click();
    const dialog = this.dialog('要求更正');
    await dialog.getByRole('checkbox', { name: paper }).check();
    await dialog.getByRole('textbox', { name: '更正要求' }).fill(words);
    await dialog.getByRole('button', { name: '发送更正要求' }).click();
    await expect(dialog).toBeHidden();
  }

  /** Writes the result of the matter. */
  async complete(result: string, file: SentFile): Promise<void> {
    await this.writeResult('出具结果', '确认出具', '出具后不能再修改，结果会告知纳税人。', result, file);
    await this.hasStatus('已办结');
  }

  async recall(reason: string): Promise<void> {
    await this.action('撤回').click();
    const dialog = this.dialog('撤回确认单');
    await dialog.getByRole('textbox', { name: '撤回原因' }).fill(reason);
    await dialog.getByRole('button', { name: '确认撤回' }).click();
    await expect(dialog).toBeHidden();
    await this.hasStatus('已撤回');
  }
}
