import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { CasePage } from './case-page.ts';

type Verdict = '通过' | '退回' | '免予提交';

/** A work order as officers see it. */
export class OrderCase extends CasePage {
  override get article() {
    return this.page.getByRole('article', { name: `工单 ${this.number}` });
  }

  override get composer() {
    return this.article.getByRole('region', { name: '办理', exact: true });
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

  /** What carries it on: 推进, 要求补正, 退回上一环节, 办结 … */
  step(name: string) {
    return this.composer.getByRole('button', { name, exact: true });
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

  get papers() {
    return this.article.getByRole('region', { name: '材料', exact: true });
  }

  /** A paper in the list of those that belong to the order. */
  paper(name: string) {
    return this.papers.getByRole('listitem').filter({ has: this.page.locator('strong', { hasText: name }) });
  }

  verdict(paper: string, verdict: Verdict) {
    return this.papers.getByRole('group', { name: paper }).getByRole('button', { name: verdict, exact: true });
  }

  async review(verdicts: Readonly<Record<string, Verdict>>, reason?: string): Promise<void> {
    for (const [paper, verdict] of Object.entries(verdicts)) await this.verdict(paper, verdict).click();
    if (reason !== undefined) await this.papers.getByRole('textbox', { name: '退回或免予提交的原因' }).fill(reason);
    await this.papers.getByRole('button', { name: '提交审核' }).click();
    await expect(this.papers.getByRole('button', { name: '提交审核' })).toBeHidden();
  }

  /** Finishes it with a result and a file. */
  async finish(result: string, file: SentFile): Promise<void> {
    await this.step('办结').click();
    await this.composer.getByRole('textbox', { name: '办理结果' }).fill(result);
    const chooser = this.page.waitForEvent('filechooser');
    await this.composer.getByRole('button', { name: '选择文件' }).click();
    await (await chooser).setFiles(file);
    await this.composer.getByRole('button', { name: '点击上传' }).click();
    await expect(this.composer.getByRole('listitem').filter({ hasText: file.name })).toContainText('已上传');
    await this.composer.getByRole('button', { name: '确认办结' }).click();
    await this.hasStatus('已办结');
  }
}
