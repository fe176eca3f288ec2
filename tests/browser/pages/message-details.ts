import { expect } from '@playwright/test';

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

  async withdraw(): Promise<void> {
    await this.button('撤回留言').click();
    const dialog = this.window.frame.getByRole('alertdialog', { name: '确定撤回这条留言吗？' });
    await dialog.getByRole('button', { name: '确定撤回' }).click();
    await expect(dialog).toBeHidden();
  }
}
