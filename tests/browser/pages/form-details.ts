import { expect } from '@playwright/test';

import type { FileOnDisk, SentFile } from '../files.ts';
import { OwnCase } from './own-case.ts';
import type { Window } from './window.ts';

/** 业务确认单: a form of one's own, filled in or read. */
export class FormDetails extends OwnCase {
  get papers() {
    return this.window.main.getByRole('region', { name: /^(填写材料|材料)$/ });
  }

  paper(name: string) {
    return this.papers.getByRole('listitem').filter({ has: this.window.frame.locator('h3', { hasText: name }) });
  }

  /** The files that go with a paper, and the button that adds one. */
  files(paper: string) {
    return this.papers.getByRole('group', { name: `${paper}的文件` });
  }

  file(paper: string, name: string) {
    return this.files(paper).getByRole('listitem').filter({ hasText: name });
  }

  get note() {
    return this.papers.getByRole('textbox', { name: '说明' });
  }

  get summary() {
    return this.papers.getByRole('alert');
  }

  get result() {
    return this.window.main.getByRole('region', { name: '办理结果' });
  }

  override button(name: string) {
    return this.papers.getByRole('button', { name, exact: true });
  }

  get question() {
    return this.window.frame.getByRole('alertdialog', { name: '是否已上传全部材料并提交税务机关办理？' });
  }

  /** Chooses a file for a paper, which is sent at once. */
  async choose(paper: string, file: SentFile | FileOnDisk): Promise<void> {
    const chooser = this.window.page.waitForEvent('filechooser');
    await this.files(paper).getByRole('button', { name: '立即上传' }).click();
    await (await chooser).setFiles('path' in file ? file.path : file);
  }

  async upload(paper: string, file: SentFile): Promise<void> {
    await this.choose(paper, file);
    await expect(this.file(paper, file.name)).toContainText('已上传');
  }

  async save(): Promise<void> {
    await this.button('保存').click();
    await expect(this.papers).toContainText(/今天 \d\d:\d\d 已保存/);
  }

  async confirm(): Promise<void> {
    await this.button('确认').click();
    await this.question.getByRole('button', { name: '确认提交' }).click();
    await expect(this.question).toBeHidden();
  }
}

/** 业务确认单, the list in 我的消息. */
export class OwnForms {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  /** By the window's menu. */
  async open(): Promise<void> {
    await this.window.header.getByRole('button', { name: '更多' }).click();
    await this.window.frame.getByRole('menuitem', { name: '我的消息' }).click();
    await this.window.main.getByRole('link', { name: /^业务确认单/ }).click();
    await expect(this.window.main.getByRole('heading', { name: '业务确认单', level: 1 })).toBeVisible();
  }

  row(number: string) {
    return this.window.main.getByRole('listitem').filter({ hasText: number });
  }

  async openForm(number: string): Promise<FormDetails> {
    await this.row(number).getByRole('link').click();
    const details = new FormDetails(this.window, number);
    await expect(details.heading).toBeVisible();
    return details;
  }
}
