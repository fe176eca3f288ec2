import { randomUUID } from 'node:crypto';

import type { ApiPerson } from '../../simulate/api-person.ts';

/** The taxpayer's side, behind the pages. */
export class Asker {
  readonly #api: ApiPerson;
  readonly id = randomUUID();

  constructor(api: ApiPerson) {
    this.#api = api;
  }

  /** Begins it, after one that an earlier try left behind. */
  async begin(): Promise<void> {
    const { conversation } = (await this.#api.get('/api/conversations/current')) as { conversation: { id: string } | null };
    if (conversation !== null) await this.#api.send('POST', `/api/cases/${conversation.id}/commands/close`, {}, randomUUID());
    await this.#api.send('PUT', `/api/conversations/${this.id}`, {}, this.id);
  }

  async say(text: string): Promise<void> {
    const { floor } = (await this.#api.get(`/api/cases/${this.id}/chat`)) as { floor: { epoch: number } };
    await this.#api.send('POST', `/api/cases/${this.id}/chat`, { clientId: randomUUID(), epoch: floor.epoch, text });
  }

  async askForOfficer(): Promise<void> {
    await this.#api.send('POST', `/api/cases/${this.id}/commands/requestOfficer`, { cause: 'button' }, randomUUID());
  }

  /** What the taxpayer has been told, oldest first. */
  async told(): Promise<string[]> {
    const { messages } = (await this.#api.get(`/api/cases/${this.id}/chat`)) as {
      messages: { speaker: string; content: { text?: string } }[];
    };
    return messages.filter(({ speaker }) => speaker === 'officer').map(({ content }) => content.text ?? '');
  }

  /** Asks for an officer. @returns the code of the refusal; null when it was accepted */
  async asks(): Promise<string | null> {
    const { body } = await this.#api.until('POST', `/api/cases/${this.id}/commands/requestOfficer`, { cause: 'button' }, randomUUID());
    return (body['error'] as { code: string } | undefined)?.code ?? null;
  }

  async close(): Promise<void> {
    await this.#api.send('POST', `/api/cases/${this.id}/commands/close`, {}, randomUUID());
  }

  /** Sends a small text file. */
  async sendFile(name: string, content: string): Promise<void> {
    const upload = await this.#api.upload(name, Buffer.from(content));
    const { floor } = (await this.#api.get(`/api/cases/${this.id}/chat`)) as { floor: { epoch: number } };
    const body = { clientId: randomUUID(), epoch: floor.epoch, text: '', uploadIds: [upload] };
    await this.#api.send('POST', `/api/cases/${this.id}/chat`, body);
  }

  /** Events that the taxpayer sees between the messages. */
  async lines(): Promise<string[]> {
    const { messages } = (await this.#api.get(`/api/cases/${this.id}/chat`)) as { messages: { content: { event?: string } }[] };
    return messages.flatMap(({ content }) => content.event ?? []);
  }

  async status(): Promise<string> {
    return ((await this.#api.get(`/api/cases/${this.id}`)) as { status: string }).status;
  }
}
