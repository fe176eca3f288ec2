import type { Page } from '@playwright/test';

/** /desk/sign-in. */
export class SignIn {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get heading() {
    return this.page.getByRole('heading', { name: '税务人员登录' });
  }

  get alert() {
    return this.page.getByRole('alert');
  }

  async as(login: string, password: string): Promise<void> {
    await this.page.getByRole('textbox', { name: '账号' }).fill(login);
    await this.page.getByLabel(/^\*?密码$/).fill(password);
    await this.page.getByRole('button', { name: '登录', exact: true }).click();
  }
}
