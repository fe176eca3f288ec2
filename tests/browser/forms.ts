import { randomUUID } from 'node:crypto';

import type { Page } from '@playwright/test';

import type { ApiPerson } from '../../simulate/api-person.ts';
import { realPdf } from './files.ts';
import { FormCase } from './pages/form-case.ts';
import { apiOfficer, apiTaxpayer, type Taxpayer } from './people.ts';

interface Sides {
  agent: string;
  who: Taxpayer;
}
type Files = Readonly<Record<string, string>>;
/** The revision of each paper, by its key. */
type Judged = Readonly<Record<string, number>>;
const note = (text: string) => ({ id: randomUUID(), text });

/** A form behind the pages, with its officer and its taxpayer. */
export class FormSender {
  readonly id: string;
  readonly number: string;
  /** The case it was sent from. */
  readonly originId: string;
  readonly #officer: ApiPerson;
  readonly #taxpayer: ApiPerson;

  private constructor(form: { id: string; number: string; originId: string }, officer: ApiPerson, taxpayer: ApiPerson) {
    this.id = form.id;
    this.number = form.number;
    this.originId = form.originId;
    this.#officer = officer;
    this.#taxpayer = taxpayer;
  }

  /** Sends one. */
  static async sent(
    origin: string,
    { agent, who, ...body }: Sides & { typeId: string; originId: string; text: string },
  ): Promise<FormSender> {
    const [officer, owner] = await sidesOf(origin, { agent, who });
    const id = randomUUID();
    const { number } = await officer.send('PUT', `/api/service-forms/${id}`, { ...body, uploadIds: [] }, id);
    return new FormSender({ id, number: String(number), originId: body.originId }, officer, owner);
  }

  /** One that was sent in the pages. */
  static async found(origin: string, sides: Sides, number: string): Promise<FormSender> {
    const [officer, owner] = await sidesOf(origin, sides);
    const { id, thread } = (await officer.get(`/api/cases/${number}`)) as { id: string; thread: { id: string; kind: string }[] };
    return new FormSender({ id, number, originId: thread.find(({ kind }) => kind !== 'service-form')?.id ?? '' }, officer, owner);
  }

  page(page: Page): FormCase {
    return new FormCase(page, this.number);
  }

  /** Files by the keys of their papers, each under a name. */
  async save(files: Files): Promise<void> {
    await this.#taxpayer.send('POST', this.#command('save'), { papers: await this.#uploaded(files), note: null });
  }

  async confirm(files: Files, words?: string): Promise<void> {
    const body = { papers: await this.#uploaded(files), note: words === undefined ? null : note(words) };
    await this.#taxpayer.send('POST', this.#command('confirm'), body);
  }

  async accept(papers: Judged): Promise<void> {
    await this.#judge('accepted', papers, null);
  }

  async returned(papers: Judged, reason: string): Promise<void> {
    await this.#judge('returned', papers, note(reason));
  }

  async complete(text: string): Promise<void> {
    await this.#officer.send('POST', this.#command('complete'), { textId: randomUUID(), text, uploadIds: [] });
  }

  async recall(reason: string): Promise<void> {
    await this.#officer.send('POST', this.#command('recall'), { reason: note(reason) });
  }

  async #judge(verdict: 'accepted' | 'returned', papers: Judged, reason: { id: string; text: string } | null): Promise<void> {
    const verdicts = Object.entries(papers).map(([key, revision]) => ({ key, verdict, revision }));
    await this.#officer.send('POST', this.#command('reviewPapers'), { verdicts, reason });
  }

  #command(name: string): string {
    return `/api/cases/${this.id}/commands/${name}`;
  }

  async #uploaded(files: Files): Promise<{ key: string; uploadIds: string[] }[]> {
    return await Promise.all(
      Object.entries(files).map(async ([key, name]) => ({ key, uploadIds: [await this.#taxpayer.upload(name, realPdf().buffer)] })),
    );
  }
}

const sidesOf = (origin: string, { agent, who }: Sides): Promise<[ApiPerson, ApiPerson]> =>
  Promise.all([apiOfficer(origin, agent), apiTaxpayer(origin, who)]);
