import type { Locator, Page } from '@playwright/test';

/** /admin: the types of work order, and the editor of one. */
export class OrderTypes {
  readonly page: Page;
  protected readonly address: string = '/admin';
  protected readonly title: string = '工单类型';

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.goto(this.address);
    await this.page.getByRole('heading', { name: this.title, level: 1 }).waitFor();
  }

  row(name: string): Locator {
    return this.page.getByRole('listitem').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  async edit(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
    await this.page.getByRole('heading', { name, level: 1 }).waitFor();
  }

  /** A card of one of the three lists, by its number. */
  card(list: 'stages' | 'papers' | 'fields', n: number): Locator {
    return this.page.locator(`#type-definition-${list}-${String(n - 1)}`);
  }

  /** The names of a list's rows, in order. */
  async names(list: 'stages' | 'papers' | 'fields'): Promise<string[]> {
    const inputs = await this.page.locator(`[id^="type-definition-${list}-"][id$="-name"]`).all();
    return await Promise.all(inputs.map((input) => input.inputValue()));
  }

  field(within: Locator, label: string): Locator {
    return within.getByRole('textbox', { name: label, exact: true });
  }

  async choose(within: Locator, label: string, option: string | RegExp): Promise<void> {
    await within.getByRole('combobox', { name: new RegExp(`^${label}`) }).click();
    await this.page.getByRole('option', { name: option }).click();
  }

  async name(within: Locator, name: string, english: string): Promise<void> {
    await this.field(within, '名称').fill(name);
    await this.field(within, '英文名称').fill(english);
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: '保存', exact: true }).click();
  }

  get summary(): Locator {
    return this.page.getByRole('alert').filter({ has: this.page.getByRole('heading') });
  }

  get question(): Locator {
    return this.page.getByRole('alertdialog');
  }

  toast(text: string | RegExp): Locator {
    return this.page.getByRole('log', { name: '提示消息' }).getByText(text);
  }
}

/** /admin/forms: the templates of forms, with the same editor. */
export class FormTypes extends OrderTypes {
  protected override readonly address = '/admin/forms';
  protected override readonly title = '确认单模板';
}
