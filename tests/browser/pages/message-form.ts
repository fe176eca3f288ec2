import { expect } from '@playwright/test';

import type { FileOnDisk, SentFile } from '../files.ts';
import type { Window } from './window.ts';

export interface Entered {
  centre: string;
  type?: string;
  text: string;
  /** 是否需要提醒服务, and by which way. */
  remind?: '短信' | '站内信' | '否';
  phone?: string;
}

/** The 留言 form (D1–D3). */
export class MessageForm {
  readonly window: Window;

  constructor(window: Window) {
    this.window = window;
  }

  get content() {
    return this.window.main.getByRole('textbox', { name: '留言内容' });
  }

  get phone() {
    return this.window.main.getByRole('textbox', { name: '手机号码' });
  }

  get summary() {
    return this.window.main.getByRole('alert');
  }

  get submitButton() {
    return this.window.main.getByRole('button', { name: /^(提交|正在提交…)$/ });
  }

  get uploadButton() {
    return this.window.main.getByRole('button', { name: '点击上传' });
  }

  get files() {
    return this.window.main.getByRole('group', { name: '附件材料' });
  }

  file(name: string) {
    return this.files.getByRole('listitem').filter({ hasText: name });
  }

  get success() {
    return this.window.frame.getByRole('dialog', { name: '留言提交成功' });
  }

  combobox(label: string) {
    return this.window.main.getByRole('combobox', { name: new RegExp(label) });
  }

  async choose(label: string, option: string): Promise<void> {
    await this.combobox(label).click();
    await this.window.frame.getByRole('option', { name: option }).click();
    await expect(this.combobox(label)).toContainText(option);
  }

  radio(group: string, option: string) {
    return this.window.main.getByRole('radiogroup', { name: new RegExp(group) }).getByRole('radio', { name: option, exact: true });
  }

  async fill({ centre, type = '发票业务', text, remind = '否', phone }: Entered): Promise<void> {
    await this.choose('留言机构', centre);
    await this.choose('留言类型', type);
    await this.content.fill(text);
    await this.radio('是否需要提醒服务', remind === '否' ? '否' : '是').click();
    if (remind !== '否') await this.radio('结果接收方式', remind).click();
    if (phone !== undefined) await this.phone.fill(phone);
  }

  /** Chooses files; they count only after 点击上传. */
  async chooseFiles(...files: (SentFile | FileOnDisk)[]): Promise<void> {
    const chooser = this.window.page.waitForEvent('filechooser');
    await this.window.main.getByRole('button', { name: '选择文件' }).click();
    const onDisk = files.flatMap((file) => ('path' in file ? [file.path] : []));
    const inHand = files.flatMap((file) => ('path' in file ? [] : [file]));
    await (await chooser).setFiles(onDisk.length > 0 ? onDisk : inHand);
  }

  async upload(...files: (SentFile | FileOnDisk)[]): Promise<void> {
    await this.chooseFiles(...files);
    await this.uploadButton.click();
    for (const { name } of files) await expect(this.file(name)).toContainText('已上传');
  }

  async remove(name: string): Promise<void> {
    await this.file(name)
      .getByRole('button', { name: `删除附件 ${name}` })
      .click();
    await expect(this.file(name)).toBeHidden();
  }

  /** Hands it in and reads the number that the dialog tells. */
  async submit(): Promise<string> {
    await this.submitButton.click();
    return await this.number();
  }

  async number(): Promise<string> {
    // Right after an outage it may be told some seconds later.
    await expect(this.success).toContainText(/\d{15}/, { timeout: 60_000 });
    const number = /\d{15}/.exec(await this.success.innerText())?.[0];
    if (number === undefined) throw new Error('the dialog tells no number');
    return number;
  }
}
