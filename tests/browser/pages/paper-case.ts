import { expect } from '@playwright/test';

import type { SentFile } from '../files.ts';
import { CasePage } from './case-page.ts';

type Verdict = '通过' | '退回' | '免予提交';

/** A case with papers as officers see it: an order, a form. */
export abstract class PaperCase extends CasePage {
  override get composer() {
    return this.article.getByRole('region', { name: '办理', exact: true });
  }

  /** What carries it on: 推进, 要求补正, 审核材料, 办结 … */
  step(name: string) {
    return this.composer.getByRole('button', { name, exact: true });
  }

  get papers() {
    return this.article.getByRole('region', { name: '材料', exact: true });
  }

  /** A paper in the list of those that belong to it. */
  paper(name: string) {
    return this.papers.getByRole('listitem').filter({ has: this.page.locator('strong', { hasText: name }) });
  }

  verdict(paper: string, verdict: Verdict) {
    return this.papers.getByRole('group', { name: paper }).getByRole('button', { name: verdict, exact: true });
  }

  /** Where a paper's own reason is written, once it is returned. */
  reasonFor(paper: string) {
    return this.papers.getByRole('textbox', { name: `“${paper}”的退回原因` });
  }

  async review(verdicts: Readonly<Record<string, Verdict>>): Promise<void> {
    for (const [paper, verdict] of Object.entries(verdicts)) await this.verdict(paper, verdict).click();
    await this.submitVerdicts();
    await expect(this.papers.getByRole('button', { name: '提交审核' })).toBeHidden();
  }

  /** By key: while the page moves under a file that is just being shown, a click may reach the file's frame instead. */
  async submitVerdicts(): Promise<void> {
    await this.papers.getByRole('button', { name: '提交审核' }).press('Enter');
  }

  /** Writes the result with a file; that it is final is told to the last. */
  protected async writeResult(step: string, send: string, final: string, result: string, file: SentFile): Promise<void> {
    await this.step(step).click();
    await this.composer.getByRole('textbox', { name: '办理结果' }).fill(result);
    await this.attach(file);
    await this.composer.getByRole('button', { name: '点击上传' }).click();
    await expect(this.composer.getByRole('listitem').filter({ hasText: file.name })).toContainText('已上传');
    const button = this.composer.getByRole('button', { name: send });
    await expect(button).toHaveAccessibleDescription(final);
    await button.click();
  }
}
