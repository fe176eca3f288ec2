import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { OwnCase } from './own-case.ts';

/** A 留言 of one's own with all that was said. */
export class MessageDetails extends OwnCase {
  protected override readonly storyTitle = '沟通记录';

  /** Answers a question back (补充说明) or asks on (追问). */
  async answer(kind: '补充' | '追问', text: string): Promise<void> {
    await this.window.main.getByRole('textbox', { name: `${kind}内容` }).fill(text);
    await this.button(`提交${kind}`).click();
    await expect(this.story).toContainText(text);
  }

  /** What goes with the answer that is being written. */
  file(name: string) {
    return this.window.main.getByRole('group', { name: '附件材料' }).getByRole('listitem').filter({ hasText: name });
  }

  /** Chooses a file to go with it; it counts only after 点击上传. */
  async attach(file: SentFile): Promise<void> {
    const chooser = this.window.page.waitForEvent('filechooser');
    await this.button('选择文件').click();
    await (await chooser).setFiles(file);
    await this.button('点击上传').click();
    await expect(this.file(file.name)).toContainText('已上传');
  }

  async withdraw(): Promise<void> {
    await this.button('撤回留言').click();
    const dialog = this.window.frame.getByRole('alertdialog', { name: '确定撤回这条留言吗？' });
    await dialog.getByRole('button', { name: '确定撤回' }).click();
    await expect(dialog).toBeHidden();
  }
}
